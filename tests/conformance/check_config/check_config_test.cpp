// Each file in mistakes/ takes the place of one file of good/ and has a mistake in it. It says in its first lines which
// file it is, and what `cotejo check-config` must find, where:
//   # in host.yaml
//   # expect LINE:COLUMN: part of the sentence
// Nothing else may be found, unless a line says `# and others` (a mistake that shows in many places). Products alone
// have more of them in tests/unit/products/mistakes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "program.hpp"

namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& file) {
  std::ifstream stream(file);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

struct Mistake {
  std::string name, text, file;
  std::vector<std::pair<std::string, std::string>> expected;  // LINE:COLUMN, part of the sentence
  bool others = false;
};

Mistake read_mistake(const fs::path& path) {
  constexpr std::string_view in = "# in ", expect = "# expect ";
  Mistake mistake{path.stem().string(), text_of(path), {}, {}, false};
  std::istringstream lines(mistake.text);
  for (std::string line; std::getline(lines, line) && line.starts_with("# ");) {
    if (line == "# and others") mistake.others = true;
    if (line.starts_with(in)) mistake.file = line.substr(in.size());
    if (!line.starts_with(expect)) continue;
    const std::size_t end = line.find(": ");
    mistake.expected.emplace_back(line.substr(expect.size(), end - expect.size()), line.substr(end + 2));
  }
  return mistake;
}

std::vector<Mistake> all_mistakes() {
  std::vector<Mistake> all;
  for (const auto& entry : fs::directory_iterator(fs::path(HERE) / "mistakes"))
    all.push_back(read_mistake(entry.path()));
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return all;
}

void PrintTo(const Mistake& mistake, std::ostream* out) {
  *out << mistake.name;
}

// A copy of good/, with the reasons that the project ships and the plugins of this test.
class Folder {
 public:
  Folder() {
    std::string pattern = testing::TempDir() + "cotejo-check-XXXXXX";
    path_ = ::mkdtemp(pattern.data());
    fs::copy(fs::path(HERE) / "good", path_, fs::copy_options::recursive);
    for (const auto& entry : fs::directory_iterator(REASONS))
      if (entry.path().extension() == ".yaml") fs::copy(entry.path(), path_ / "reasons");
    write("host.yaml", text_of(path_ / "host.yaml"));
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const fs::path& path() const { return path_; }
  void write(const std::string& name, std::string text) const {
    if (const auto at = text.find("[ PLUGINS ]"); at != std::string::npos) text.replace(at + 2, 7, PLUGINS);
    std::ofstream(path_ / name) << text;
  }

 private:
  fs::path path_;
};

cotejo::integration::Ended run(const std::string& arguments) {
  return cotejo::integration::run_program(std::string(COTEJO) + " " + arguments);
}

TEST(CheckConfig, FindsNothingInWhatIsRight) {
  const Folder folder;
  const auto outcome = run("check-config " + folder.path().string());
  EXPECT_EQ(outcome.exit, 0);
  EXPECT_THAT(outcome.out, testing::HasSubstr("no mistakes"));
}

TEST(CheckConfig, ThatCannotSayWhatItFoundHasNotSucceeded) {
  const Folder folder;
  EXPECT_EQ(run("check-config " + folder.path().string() + " > /dev/full").exit, 1);
}

class SeededMistake : public testing::TestWithParam<Mistake> {};

TEST_P(SeededMistake, IsFoundAtItsPlaceWithASentenceThatHelps) {
  const Mistake& mistake = GetParam();
  ASSERT_FALSE(mistake.expected.empty());
  const Folder folder;
  folder.write(mistake.file, mistake.text);
  const auto outcome = run("check-config " + folder.path().string());
  EXPECT_EQ(outcome.exit, 1);
  for (const auto& [place, sentence] : mistake.expected) {
    const std::string start = (folder.path() / mistake.file).string() + ":" + place + ": ";
    const auto at = outcome.out.find(start);
    ASSERT_NE(at, std::string::npos) << "expected at " << place << ": " << sentence << "\nfound:\n" << outcome.out;
    EXPECT_THAT(outcome.out.substr(at, outcome.out.find('\n', at) - at), testing::HasSubstr(sentence));
  }
  const auto count = mistake.expected.size();
  EXPECT_TRUE(mistake.others ||
              outcome.out.ends_with("\n" + std::to_string(count) + (count == 1 ? " mistake\n" : " mistakes\n")))
      << outcome.out;
}

INSTANTIATE_TEST_SUITE_P(CheckConfig, SeededMistake, testing::ValuesIn(all_mistakes()),
                         [](const auto& test) { return test.param.name; });

TEST(CheckConfig, IsTriedOnAtLeastThirtyMistakes) {
  EXPECT_GE(all_mistakes().size(), 30u);
}

// A list that people replace is no YAML: it is named with its line, at the component that cannot do without it.
TEST(CheckConfig, FindsTheLineOfAListThatCannotBeRead) {
  const Folder folder;
  fs::create_directory(folder.path() / "lists");
  folder.write("lists/pep.json", "{\n  \"format\": \"cotejo.watchlist/1\",\n  \"entries\": [}\n}\n");
  folder.write(
      "products/buscado.yaml",
      "product: buscado\nversion: 1\nextends: people\n"
      "analysis: { application: { sub_analyzers: [ { use: watchlist.match, params: { lists: [ pep ] } } ] } }\n"
      "checks: { adult: { use: check.adult, on_error: { retriable: review, permanent: review } } }\n"
      "decision: { approve: { all_checks: pass }, otherwise: review }\n");
  const auto outcome = run("check-config " + folder.path().string());
  EXPECT_EQ(outcome.exit, 1);
  EXPECT_THAT(outcome.out, testing::HasSubstr("products/buscado.yaml:4:52: 'application:watchlist.match' cannot be "
                                              "made ready"));
  EXPECT_THAT(outcome.out, testing::HasSubstr("the list 'pep' is not JSON: syntax error in line 3"));
}

TEST(CheckConfig, NamesTheListsThatThereAreForOneThatThereIsNot) {
  const Folder folder;
  fs::create_directory(folder.path() / "lists");
  folder.write("lists/pep.json", "{}\n");
  folder.write(
      "products/buscado.yaml",
      "product: buscado\nversion: 1\nextends: people\n"
      "analysis: { application: { sub_analyzers: [ { use: watchlist.match, params: { lists: [ peps ] } } ] } }\n"
      "checks: { adult: { use: check.adult, on_error: { retriable: review, permanent: review } } }\n"
      "decision: { approve: { all_checks: pass }, otherwise: review }\n");
  const auto outcome = run("check-config " + folder.path().string());
  EXPECT_EQ(outcome.exit, 1);
  EXPECT_THAT(outcome.out, testing::HasSubstr("products/buscado.yaml:4:52: "));
  EXPECT_THAT(outcome.out,
              testing::HasSubstr("there is no 'peps': it is neither a list (a *.json in the folder lists "
                                 "beside products), nor one of models.files in host.yaml (these are pep)"));
  EXPECT_THAT(outcome.out, testing::Not(testing::HasSubstr("model 'peps'")));
}

// What is a mistake for check-config keeps a host from starting, with the same words.
TEST(CheckConfig, AnIsolatedComponentThatDoesNotExistStopsEveryCommand) {
  const Folder folder;
  folder.write("host.yaml", "plugins: { directories: [ PLUGINS ] }\nisolation: { components: { jsn: process } }\n");
  const auto file = (folder.path() / "host.yaml").string();
  for (const char* command : {"serve", "components"}) {
    const auto outcome =
        run(std::string(command) + " --config " + file + " --data " + (folder.path() / "data").string());
    EXPECT_EQ(outcome.exit, 1);
    EXPECT_THAT(outcome.out,
                testing::HasSubstr(file + ":2:28: isolation: there is no component 'jsn'; did you mean 'json'?"));
  }
}

TEST(Components, SayWhetherTheyRunInWorkerProcesses) {
  const Folder folder;
  const auto list = [&] { return run("components --config " + (folder.path() / "host.yaml").string()).out; };
  EXPECT_THAT(list(), testing::HasSubstr("analyzer\tjson\t1.0.0\tprocess\t"));
  EXPECT_THAT(list(), testing::HasSubstr("check\tcheck.adult\t1.0.0\thost\t"));
  folder.write("host.yaml",
               "plugins: { directories: [ PLUGINS ] }\nisolation: { components: { check.adult: process } }\n");
  EXPECT_THAT(list(), testing::HasSubstr("analyzer\tjson\t1.0.0\thost\t"));
  EXPECT_THAT(list(), testing::HasSubstr("check\tcheck.adult\t1.0.0\tprocess\t"));
}

}  // namespace
