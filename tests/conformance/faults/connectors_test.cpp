// Connectors by themselves, as `cotejo run` calls them. The same faults, with the same errors.
#include <gmock/gmock.h>
#include <sys/wait.h>

#include <array>
#include <boost/json/parse.hpp>
#include <cstdio>

#include "faulty_folder.hpp"
#include "rows.hpp"

namespace cotejo::faults {
namespace {

struct Outcome {
  int exit_code = -1;
  boost::json::value said;
};

Outcome run_connector(Where where, const std::string& fault, const std::string& timeout) {
  const FaultyFolder folder(where);
  const auto subject = folder.path() / "subject.json";
  std::ofstream(subject) << "[\"connector:" << fault << "\"]";
  const std::string command = std::string(COTEJO) + " run fault.connector --json --config " +
                              (folder.path() / "host.yaml").string() + " --in subject=" + subject.string() +
                              " --timeout " + timeout + " 2>/dev/null";
  Outcome outcome;
  FILE* pipe = popen(command.c_str(), "r");
  std::string text;
  std::array<char, 4096> buffer;
  while (const auto size = std::fread(buffer.data(), 1, buffer.size(), pipe)) text.append(buffer.data(), size);
  outcome.exit_code = WEXITSTATUS(pclose(pipe));
  outcome.said = boost::json::parse(text);
  return outcome;
}

// To ask is what connectors are for: what this one asks for is not there.
std::string code_of(const Row& row) {
  return row.fault == std::string_view("asks_for_a_request") ? "service.unknown"
                                                             : std::string("analysis.") + row.ending;
}

class Connectors : public testing::TestWithParam<std::tuple<Where, Row>> {};

TEST_P(Connectors, EndWithATypedErrorAndNoTrait) {
  const auto& [where, row] = GetParam();
  const auto outcome = run_connector(where, row.fault, row.late ? "1" : "30");
  EXPECT_EQ(outcome.exit_code, 1);
  const auto& error = outcome.said.at("error");
  ASSERT_TRUE(error.is_object());
  EXPECT_EQ(std::string(error.at("code").as_string()), code_of(row)) << error;
  EXPECT_TRUE(outcome.said.at("traits").as_array().empty());
  EXPECT_TRUE(outcome.said.at("items").as_array().empty());
}

std::string name_of(const testing::TestParamInfo<std::tuple<Where, Row>>& test) {
  return std::get<1>(test.param).fault;
}
INSTANTIATE_TEST_SUITE_P(ConnectorsInTheHost, Connectors,
                         testing::Combine(testing::Values(Where::host), testing::ValuesIn(rows_for(false))), name_of);
INSTANTIATE_TEST_SUITE_P(ConnectorsInWorkers, Connectors,
                         testing::Combine(testing::Values(Where::workers), testing::ValuesIn(rows_for(true))), name_of);

TEST(Connectors, RunWhenNothingIsWrong) {
  for (const auto where : {Where::host, Where::workers}) {
    const auto outcome = run_connector(where, "nothing", "30");
    EXPECT_EQ(outcome.exit_code, 0);
    EXPECT_EQ(outcome.said.at("traits").as_array().size(), 1u);
  }
}

TEST(Connectors, AskTheIndexFromTheHostAndFromAWorkerAlike) {
  for (const auto where : {Where::host, Where::workers}) {
    const auto outcome = run_connector(where, "asks", "30");
    EXPECT_EQ(outcome.exit_code, 0) << outcome.said;
    ASSERT_EQ(outcome.said.at("traits").as_array().size(), 1u) << outcome.said;
    EXPECT_EQ(outcome.said.at("traits").at(0).at("value").as_string(),
              R"({"state": "one two", "answer": {"owner":"o0","found":[{"entries":[],"more":false}],"nearest":[]}})");
  }
}

}  // namespace
}  // namespace cotejo::faults
