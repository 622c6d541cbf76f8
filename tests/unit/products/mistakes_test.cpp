// Each file in mistakes/ is a product with a mistake in it, and says in its first lines what must be found, and where:
//   # expect LINE: part of the sentence
// Nothing else may be found, unless a line says `# and others` (a mistake that shows in many places).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "products/compiler.hpp"
#include "products/fake_registry.hpp"
#include "products/folder.hpp"

namespace cotejo::products {
namespace {

struct Expected {
  int line = 0;
  std::string part;
};

struct Mistake {
  std::string name, text;
  std::vector<Expected> expected;
  bool others = false;
};

Mistake read_mistake(const std::filesystem::path& file) {
  constexpr std::string_view expect = "# expect ";
  Mistake mistake{file.stem().string(), text_of(file), {}, false};
  std::istringstream lines(mistake.text);
  for (std::string line; std::getline(lines, line) && line.starts_with("# ");) {
    if (line == "# and others") mistake.others = true;
    if (!line.starts_with(expect)) continue;
    const std::size_t colon = line.find(": ");
    mistake.expected.push_back({std::stoi(line.substr(expect.size())), line.substr(colon + 2)});
  }
  return mistake;
}

std::vector<Mistake> all_mistakes() {
  std::vector<Mistake> all;
  for (const auto& entry : std::filesystem::directory_iterator(beside_tests("mistakes")))
    all.push_back(read_mistake(entry.path()));
  std::sort(all.begin(), all.end(), [](const Mistake& a, const Mistake& b) { return a.name < b.name; });
  return all;
}

void PrintTo(const Mistake& mistake, std::ostream* out) {
  *out << mistake.name;
}

class SeededMistake : public testing::TestWithParam<Mistake> {};

TEST_P(SeededMistake, IsFoundAtItsLine) {
  const Mistake& mistake = GetParam();
  ASSERT_FALSE(mistake.expected.empty());
  Folder folder("good");
  folder.write("products/p.yaml", mistake.text);
  FakeRegistry registry;
  const Compiled compiled = compile(folder.path(), registry);
  EXPECT_FALSE(compiled.products);
  std::string all;
  for (const Diagnostic& diagnostic : compiled.diagnostics) all += to_string(diagnostic) + "\n";
  for (const Expected& expected : mistake.expected) {
    const bool found =
        std::any_of(compiled.diagnostics.begin(), compiled.diagnostics.end(), [&](const Diagnostic& diagnostic) {
          return diagnostic.file.filename() == "p.yaml" && diagnostic.line == expected.line && diagnostic.column > 0 &&
                 diagnostic.message.find(expected.part) != std::string::npos;
        });
    EXPECT_TRUE(found) << "expected in line " << expected.line << ": " << expected.part << "\nfound:\n" << all;
  }
  EXPECT_TRUE(mistake.others || compiled.diagnostics.size() == mistake.expected.size()) << all;
}

INSTANTIATE_TEST_SUITE_P(Mistakes, SeededMistake, testing::ValuesIn(all_mistakes()),
                         [](const auto& test) { return test.param.name; });

TEST(SeededMistakes, AreAtLeastThirty) {
  EXPECT_GE(all_mistakes().size(), 30u);
}

}  // namespace
}  // namespace cotejo::products
