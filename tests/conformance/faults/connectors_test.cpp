// Connectors by themselves, as `cotejo run` calls them.
#include <gmock/gmock.h>
#include <sys/wait.h>

#include <array>
#include <boost/json/parse.hpp>
#include <cstdio>

#include "faulty_folder.hpp"

namespace cotejo::faults {
namespace {

struct Outcome {
  int exit_code = -1;
  boost::json::value said;
};

Outcome run_connector(Where where, const std::string& fault) {
  const FaultyFolder folder(where);
  const auto subject = folder.path() / "subject.json";
  std::ofstream(subject) << "[\"connector:" << fault << "\"]";
  const std::string command = std::string(COTEJO) + " run fault.connector --json --config " +
                              (folder.path() / "host.yaml").string() + " --in subject=" + subject.string() +
                              " --timeout 30 2>/dev/null";
  Outcome outcome;
  FILE* pipe = popen(command.c_str(), "r");
  std::string text;
  std::array<char, 4096> buffer;
  while (const auto size = std::fread(buffer.data(), 1, buffer.size(), pipe)) text.append(buffer.data(), size);
  outcome.exit_code = WEXITSTATUS(pclose(pipe));
  outcome.said = boost::json::parse(text);
  return outcome;
}

TEST(Connectors, EndWithATypedErrorAndNoTrait) {
  for (const auto where : {Where::host, Where::workers})
    for (const char* fault : {"throws", "asks_for_a_request"}) {
      const auto outcome = run_connector(where, fault);
      EXPECT_EQ(outcome.exit_code, 1);
      const auto& error = outcome.said.at("error");
      ASSERT_TRUE(error.is_object());
      const bool asks = fault == std::string_view("asks_for_a_request");
      EXPECT_EQ(error.at("code").as_string(), asks ? "service.unknown" : "analysis.failed") << error;
      EXPECT_TRUE(outcome.said.at("traits").as_array().empty());
      EXPECT_TRUE(outcome.said.at("items").as_array().empty());
    }
}

TEST(Connectors, RunWhenNothingIsWrong) {
  for (const auto where : {Where::host, Where::workers}) {
    const auto outcome = run_connector(where, "nothing");
    EXPECT_EQ(outcome.exit_code, 0);
    EXPECT_EQ(outcome.said.at("traits").as_array().size(), 1u);
  }
}

TEST(Connectors, AskTheIndexFromTheHostAndFromAWorkerAlike) {
  for (const auto where : {Where::host, Where::workers}) {
    const auto outcome = run_connector(where, "asks");
    EXPECT_EQ(outcome.exit_code, 0) << outcome.said;
    ASSERT_EQ(outcome.said.at("traits").as_array().size(), 1u) << outcome.said;
    EXPECT_EQ(outcome.said.at("traits").at(0).at("value").as_string(),
              R"({"state": "one two", "answer": {"owner":"o0","found":[{"entries":[],"more":false}],"nearest":[]}})");
  }
}

}  // namespace
}  // namespace cotejo::faults
