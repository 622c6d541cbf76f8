// The real tool over plugins whose faults are known.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

namespace {

struct Outcome {
  int exit_code = -1;
  std::string text;
  boost::json::object json;
};

Outcome check(const std::string& arguments) {
  Outcome run;
  FILE* pipe = popen((std::string(TOOL) + " " + arguments + " 2>&1").c_str(), "r");
  std::array<char, 4096> buffer;
  while (const auto size = std::fread(buffer.data(), 1, buffer.size(), pipe)) run.text.append(buffer.data(), size);
  run.exit_code = WEXITSTATUS(pclose(pipe));
  boost::system::error_code error;
  if (const auto json = boost::json::parse(run.text, error); !error && json.is_object()) run.json = json.get_object();
  return run;
}

std::string fixture(const std::string& name) {
  return std::string(FIXTURES) + "/" + name + ".so";
}

// All that was found about a component, as `level: what`.
std::string found_about(const Outcome& run, std::string_view component) {
  std::string all;
  for (const auto& finding : run.json.at("findings").as_array())
    if (finding.at("component").as_string() == component)
      all += std::string(finding.at("level").as_string()) + ": " + std::string(finding.at("what").as_string()) + "\n";
  return all;
}

struct Fault {
  const char *component, *level, *what;
};

bool found(const Outcome& run, const Fault& fault) {
  const auto& all = run.json.at("findings").as_array();
  return std::any_of(all.begin(), all.end(), [&](const auto& finding) {
    return finding.at("component").as_string() == fault.component && finding.at("level").as_string() == fault.level &&
           std::string_view(finding.at("what").as_string()).find(fault.what) != std::string_view::npos;
  });
}

TEST(PluginCheck, NamesEachFaultAndOutlivesIt) {
  constexpr Fault faults[] = {
      {"bad.crashes", "cancel", "the process "},
      {"bad.hangs", "cancel", "it did not return within 4000 ms"},
      {"bad.exits", "cancel", "the process ended with exit code 3"},
      {"bad.writes", "cancel", "the process died of SIGXFSZ"},
      {"bad.throws", "cancel", "run() failed with check.failed: bad.throws: boom"},
      {"bad.throws", "fuzz", "run() failed with check.failed: bad.throws: boom"},
      {"bad.deaf", "cancel", "without asking is_cancelled(); 50 ms are allowed"},
      {"bad.deaf", "cancel", "after a deadline that has passed"},
      {"bad.sleeps", "cancel", "without asking is_cancelled(); 50 ms are allowed"},
      {"bad.locale", "cancel", "it changed the process: locale was"},
      {"bad.environment", "cancel", "it changed the process: environment was nothing and is BAD_HABIT=1"},
      {"bad.signals", "cancel", "it changed the process: signal handlers was"},
      {"bad.rounding", "cancel", "it changed the process: floating point was"},
      {"bad.directory", "cancel", "it changed the process: working directory was"},
      {"bad.files", "cancel", "it changed the process: open files was nothing and is"},
      {"bad.threads", "cancel", "it changed the process: threads was 1 and is"},
      {"bad.memory", "cancel", "it took more than 300 MiB of memory"},
      {"bad.remembers", "concurrency", "calls side by side gave another result than one alone"},
      {"bad.shares", "concurrency", "calls side by side gave another result than one alone"},
      {"bad.undeclared", "cancel",
       "run() failed with analysis.contract: bad.undeclared: it emitted a trait that it does not declare"},
      {"bad.leaks", "lifecycle", LEAK_SENTENCE},
      {"bad.destroy", "lifecycle", "the process died of SIGABRT"},
      {"bad.misspells", "cancel", "run() failed with analysis.contract: the request to the index"},
      {"bad.insists", "cancel", "run() failed with analysis.contract: it asked more than 8 times"},
      {"bad.presumes", "fuzz", "run() failed with analysis.failed: bad.presumes"},
  };
  const auto run = check(fixture("bad_habits") + " --quick --json --hang-ms 4000 --memory-mib 300");
  ASSERT_EQ(run.exit_code, 1) << run.text;
  for (const auto& fault : faults) {
    if (!*fault.what) continue;  // not to be found by a sanitized tool
    EXPECT_TRUE(found(run, fault)) << fault.component << ": " << fault.what << "\n"
                                   << found_about(run, fault.component);
  }
}

TEST(PluginCheck, SaysInOneSentenceWhatWhereAndWhatToDo) {
  const auto run = check(fixture("other_major"));
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_NE(run.text.find(
                "the plugin [describe]: built for plugin ABI 2, this host speaks 1 (upgrade the host, or rebuild with "
                "SDK 1.x) (load). No host takes it like that\n1 finding\n"),
            std::string::npos)
      << run.text;
}

TEST(PluginCheck, OutlivesAPluginThatThrowsWhileItIsLoaded) {
  const auto run = check(fixture("throws_when_loaded") + " --json");
  EXPECT_EQ(run.exit_code, 1);
  ASSERT_EQ(run.json.at("findings").as_array().size(), 1u) << run.text;
  EXPECT_EQ(run.json.at("findings").at(0).at("where").as_string(), "load");
}

TEST(PluginCheck, FindsNothingInASoundPlugin) {
  const auto run = check(fixture("good") + " --quick --json");
  EXPECT_EQ(run.exit_code, 0) << run.text;
  EXPECT_TRUE(run.json.at("findings").as_array().empty());
  EXPECT_EQ(run.json.at("levels").as_array().size(), 6u);
}

TEST(PluginCheck, NamesTheTraitThatIsNeverTold) {
  const std::string golden = std::string(WORK) + "/golden/untold";
  const std::string case_of_text = "inputs: { text: { value: the one text that it knows } }\nexpect: ";
  for (const auto* component : {"untold.never", "untold.picky"}) {
    std::filesystem::create_directories(golden + "/" + component);
    std::ofstream(golden + "/" + component + "/case.yaml") << case_of_text << "{ traits: {} }\n";
  }
  const auto run = check(fixture("untold") + " --quick --json --golden " + golden);
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_EQ(run.json.at("findings").as_array().size(), 2u) << run.text;
  EXPECT_TRUE(
      found(run, {"untold.never", "golden", "of 1 calls that ended well none emitted or said to be absent: 'word'"}))
      << run.text;
  EXPECT_TRUE(found(run, {"untold.never", "fuzz", "none emitted or said to be absent: 'word'"})) << run.text;
  EXPECT_NE(run.text.find("left untold in some of "), std::string::npos) << "untold.sometimes, as a note";
}

TEST(PluginCheck, SaysThatItCouldNotCheckWhatIsNotThere) {
  EXPECT_EQ(check("/nowhere/at_all.so").exit_code, 2);
  EXPECT_EQ(check(fixture("good") + " --level everything").exit_code, 2);
}

TEST(PluginCheck, StopsAfterTheLevelThatIsAskedFor) {
  const auto run = check(fixture("good") + " --level lifecycle --json");
  EXPECT_EQ(run.json.at("levels").as_array().size(), 2u) << run.text;
}

class GoldenCase : public testing::Test {
 protected:
  // What the tool says about this case of the sound plugin, which always passes.
  static Outcome with(const std::string& yaml) {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    const std::string golden = std::string(WORK) + "/golden/" + test->name();
    std::filesystem::create_directories(golden + "/fixture.good");
    std::ofstream(golden + "/fixture.good/case.yaml") << yaml;
    return check(fixture("good") + " --level golden --json --golden " + golden);
  }
};

TEST_F(GoldenCase, InAFolderThatIsNotThereCannotBeChecked) {
  EXPECT_EQ(check(fixture("good") + " --level golden --golden /nowhere").exit_code, 2);
}

TEST_F(GoldenCase, ThatHoldsIsNoFinding) {
  EXPECT_EQ(with("params: { level: 0.1 }\ninputs: {}\nexpect: { verdict: pass, items: [] }\n").exit_code, 0);
}

TEST_F(GoldenCase, ThatFailsSaysWhatDiffers) {
  const auto run = with("inputs: {}\nexpect: { verdict: fail, items: [ some.code ] }\n");
  const auto all = found_about(run, "fixture.good");
  EXPECT_NE(all.find("its verdict is pass instead of fail"), std::string::npos) << run.text;
  EXPECT_NE(all.find("it found nothing instead of 'some.code'"), std::string::npos) << run.text;
}

TEST_F(GoldenCase, WithAMistakeIsRefusedWithItsPlace) {
  const auto run = with("inputs: { aeg: { value: 1 } }\nexpect: { verdict: pass }\n");
  EXPECT_NE(run.text.find("case.yaml:1:11: fixture.good has no port 'aeg'"), std::string::npos) << run.text;
}

}  // namespace
