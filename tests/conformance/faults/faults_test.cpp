#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <boost/json.hpp>
#include <cstdio>
#include <fstream>
#include <string>

namespace {

struct Outcome {
  int exit_code = -1;
  boost::json::object result;
};

// The real program, as a person would run it.
Outcome verify() {
  const std::string work = WORK;
  std::ofstream(work + "/applicant.json") << R"({"name": "Ana", "crash": "crash", "loop": "loop"})";
  const std::string command = std::string(COTEJO) + " verify faulty --config " + work +
                              "/configs/host.yaml --applicant " + work + "/applicant.json --json 2>" + work +
                              "/stderr.txt";
  Outcome outcome;
  FILE* pipe = popen(command.c_str(), "r");
  std::string text;
  std::array<char, 4096> buffer;
  while (const auto size = std::fread(buffer.data(), 1, buffer.size(), pipe)) text.append(buffer.data(), size);
  outcome.exit_code = WEXITSTATUS(pclose(pipe));
  boost::system::error_code error;
  const auto json = boost::json::parse(text, error);
  if (!error && json.is_object()) outcome.result = json.as_object();
  return outcome;
}

const boost::json::object& check(const boost::json::object& result, std::string_view name) {
  for (const auto& c : result.at("checks").as_array())
    if (c.at("name").as_string() == name) return c.as_object();
  throw std::out_of_range("no check " + std::string(name));
}

// The code of the error that blocks the check, and the node that it names.
std::pair<std::string, std::string> blocked_by(const boost::json::object& result, std::string_view name) {
  const auto& block = check(result, name).at("blocked_by").as_array().at(0).as_object();
  const auto& error = result.at("errors").as_array().at(block.at("error").to_number<std::size_t>());
  return {std::string(error.at("code").as_string()), std::string(block.at("node").as_string())};
}

TEST(Faults, NoFaultLeadsToAnApprovalOrTouchesAnotherCheck) {
  const auto outcome = verify();
  ASSERT_EQ(outcome.exit_code, 10);
  const auto& result = outcome.result;
  EXPECT_EQ(result.at("decision").at("outcome").as_string(), "review");
  for (const char* name : {"sound", "isolated"})
    EXPECT_EQ(check(result, name).at("verdict").as_string(), "pass") << name;
  for (const char* name : {"thrown", "hung", "garbled", "crashed", "looped"})
    EXPECT_EQ(check(result, name).at("verdict").as_string(), "undecided") << name;
}

TEST(Faults, BlockedByNamesTheComponentAndTheTypedError) {
  const auto result = verify().result;
  using Pair = std::pair<std::string, std::string>;
  EXPECT_EQ(blocked_by(result, "thrown"), (Pair{"analysis.failed", "application:fault.throws"}));
  EXPECT_EQ(blocked_by(result, "hung"), (Pair{"analysis.deadline", "application:fault.hangs"}));
  EXPECT_EQ(blocked_by(result, "garbled"), (Pair{"analysis.contract", "application:fault.garbage"}));
  EXPECT_EQ(blocked_by(result, "crashed"), (Pair{"analysis.crashed", "application:crashes"}));
  EXPECT_EQ(blocked_by(result, "looped"), (Pair{"analysis.deadline", "application:loops"}));
}

}  // namespace
