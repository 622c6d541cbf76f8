// Every kind of component x every fault, over HTTP: no approval, the other checks are done, the check that depends on
// it says what blocked it, with a typed error, and the metrics count it. One host takes all of them.
#include <gmock/gmock.h>

#include <fstream>
#include <memory>

#include "faulty_folder.hpp"
#include "host_process.hpp"
#include "program.hpp"
#include "rows.hpp"

namespace cotejo::faults {
namespace {

namespace json = boost::json;
using recovery::Answer;
using recovery::HostProcess;

struct Kind {
  const char* name;       // as the evidence calls it
  const char* component;  // its id
  const char* node;       // where it stands in the plan
  const char* scope;      // of its errors, and the beginning of their codes
  bool connector = false;

  Ending ending(const Row& row) const { return ending_of(row, scope, connector); }
};
constexpr Kind kKinds[] = {{"analyzer", "fault.analyzer", "subject:fault.analyzer", "analysis"},
                           {"sub_analyzer", "fault.sub_analyzer", "subject:fault.sub_analyzer", "analysis"},
                           {"connector", "fault.connector", "asked:fault.connector", "analysis", true},
                           // after its first question was answered
                           {"connector_answered", "fault.connector", "asked:fault.connector", "analysis", true},
                           {"check", "check.fault", "victim", "check"}};

void PrintTo(const Kind& kind, std::ostream* out) {
  *out << kind.name;
}

// A line of /metrics; 0 when it is not there yet.
double metric(const HostProcess& host, const std::string& line) {
  const std::string text = host.admin().ask("GET", "/metrics").body;
  const auto at = text.find("\n" + line + " ");
  return at == text.npos ? 0 : std::stod(text.substr(at + line.size() + 2));
}

Answer submit(const HostProcess& host, const std::string& product, const std::string& what,
              std::map<std::string, std::string> fields = {}) {
  const auto part = [](const std::string& name, const std::string& content) {
    return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"" + name +
           ".json\"\r\nContent-Type: application/json\r\n\r\n" + content + "\r\n";
  };
  fields.insert({{"Content-Type", "multipart/form-data; boundary=b"}, {"Prefer", "wait=20"}});
  return host.client().ask("POST", "/v1/verifications?product=" + product,
                           part("application", R"({"name": "Ana"})") + part("subject", "\"" + what + "\"") +
                               part("asked", "\"" + what + "\"") + "--b--\r\n",
                           fields);
}

json::object verify(const HostProcess& host, const std::string& product, const std::string& what) {
  static int count = 0;  // evidence that was seen before is not looked at again
  const auto answer = submit(host, product, what + "#" + std::to_string(++count));
  EXPECT_EQ(answer.status, 201) << answer.body;
  return answer.json().as_object();
}

// The same, once it is `expected` or patience is over: the end of a late worker comes after the answer.
double metric(const HostProcess& host, const std::string& line, double expected) {
  const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds{5};
  double found;
  do found = metric(host, line);
  while (found != expected && std::chrono::steady_clock::now() < patience);
  return found;
}

template <Where where>
class Over : public testing::TestWithParam<std::tuple<Kind, Row>> {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<FaultyFolder>(where);
    host_ = std::make_unique<HostProcess>(folder_->path());
  }
  static void TearDownTestSuite() {
    // Threads that hang in plugins, or the processes of those, do not keep it from leaving.
    EXPECT_EQ(host_->end(SIGTERM), 0);
    host_.reset();
    folder_.reset();
  }

  static json::object verify(const std::string& product, const std::string& what) {
    return faults::verify(*host_, product, what);
  }

  static std::unique_ptr<FaultyFolder> folder_;
  static std::unique_ptr<HostProcess> host_;
};
template <Where where>
std::unique_ptr<FaultyFolder> Over<where>::folder_;
template <Where where>
std::unique_ptr<HostProcess> Over<where>::host_;

const json::object& check(const json::object& result, std::string_view name) {
  for (const auto& c : result.at("checks").as_array())
    if (c.at("name").as_string() == name) return c.as_object();
  throw std::out_of_range("no check " + std::string(name));
}

std::string verdict(const json::object& result, std::string_view name) {
  return std::string(check(result, name).at("verdict").as_string());
}

std::string outcome(const json::object& result) {
  return std::string(result.at("decision").at("outcome").as_string());
}

// What must be counted once for a fault.
std::vector<std::string> metrics_of(const Kind& kind, const Row& row, const std::string& product, bool workers) {
  const Ending ending = kind.ending(row);
  std::vector<std::string> lines{
      "cotejo_errors_total{code=\"" + ending.code + "\",scope=\"" + ending.scope + "\"}",
      std::string("cotejo_nodes_total{component=\"") + kind.component + "\",status=\"" +
          (row.late ? "late" : "failed") + "\"}",
      "cotejo_checks_total{check=\"victim\",product=\"" + product + "\",verdict=\"undecided\"}"};
  if (workers && *row.worker_end)
    lines.push_back(std::string("cotejo_worker_ends_total{cause=\"") + row.worker_end + "\",component=\"" +
                    kind.component + "\"}");
  return lines;
}

// The check says which node blocked it, and with which error; the error says which checks it left undecided.
void expect_named(const json::object& result, const Kind& kind, const Row& row) {
  EXPECT_EQ(verdict(result, "victim"), "undecided");
  const auto& decided_by = result.at("decision").at("blocked_by").as_array();
  EXPECT_NE(std::find(decided_by.begin(), decided_by.end(), json::value("victim")), decided_by.end());
  const auto& blocks = check(result, "victim").at("blocked_by").as_array();
  ASSERT_EQ(blocks.size(), 1u);
  EXPECT_EQ(blocks[0].at("node").as_string(), kind.node);
  const auto& error = result.at("errors").at(blocks[0].at("error").to_number<std::size_t>());
  EXPECT_EQ(error.at("code").as_string(), kind.ending(row).code) << error;
  EXPECT_EQ(error.at("scope").as_string(), kind.ending(row).scope);
  EXPECT_EQ(error.at("at").as_string(), kind.node);
  const auto& blocked = error.at("blocked").as_array();
  EXPECT_NE(std::find(blocked.begin(), blocked.end(), json::value("victim")), blocked.end());
}

// Milliseconds from the start of the run to the end of a node.
double ended_at(const json::object& trace, std::string_view node) {
  for (const auto& n : trace.at("nodes").as_array())
    if (n.at("node").as_string() == node)
      return n.at("started_ms").to_number<double>() + n.at("run_ms").to_number<double>();
  throw std::out_of_range("no node " + std::string(node));
}

template <class Test>
void one_row(const Test& verify, const HostProcess& host, const Kind& kind, const Row& row, bool workers) {
  ASSERT_EQ(outcome(verify("patient", std::string(kind.name) + ":nothing")), "approve");  // when nothing is wrong
  const std::string product = row.late ? "hasty" : "patient";
  const auto counted = metrics_of(kind, row, product, workers);
  std::vector<double> before;
  for (const auto& line : counted) before.push_back(metric(host, line));

  const auto result = verify(product, std::string(kind.name) + ":" + row.fault);
  EXPECT_EQ(outcome(result), "review");
  EXPECT_EQ(verdict(result, "sound"), "pass");
  EXPECT_EQ(verdict(result, "neighbour"), std::string_view(kind.name) == "analyzer" ? "undecided" : "pass");
  expect_named(result, kind, row);
  if (row.late) {
    const auto trace =
        host.client().ask("GET", "/v1/verifications/" + std::string(result.at("id").as_string()) + "/trace").json();
    EXPECT_LT(ended_at(trace.as_object(), "sound"), ended_at(trace.as_object(), kind.node));
  }
  for (std::size_t i = 0; i < counted.size(); ++i)
    EXPECT_EQ(metric(host, counted[i], before[i] + 1), before[i] + 1) << counted[i];
}

std::string name_of(const testing::TestParamInfo<std::tuple<Kind, Row>>& info) {
  return std::string(std::get<0>(info.param).name) + "_" + std::get<1>(info.param).fault;
}

using Host = Over<Where::host>;
using Workers = Over<Where::workers>;

TEST_P(Host, SurvivesAndSaysWhatBlocksTheCheck) {
  const auto& [kind, row] = GetParam();
  one_row([](auto&&... all) { return verify(all...); }, *host_, kind, row, false);
}
INSTANTIATE_TEST_SUITE_P(Host, Host, testing::Combine(testing::ValuesIn(kKinds), testing::ValuesIn(rows_for(false))),
                         name_of);

TEST_P(Workers, TakeTheFaultAndTheHostSaysWhatBlocksTheCheck) {
  const auto& [kind, row] = GetParam();
  one_row([](auto&&... all) { return verify(all...); }, *host_, kind, row, true);
  EXPECT_EQ(metric(*host_, "cotejo_engine_abandoned", 0), 0);  // a worker process frees its thread
}
INSTANTIATE_TEST_SUITE_P(Workers, Workers,
                         testing::Combine(testing::ValuesIn(kKinds), testing::ValuesIn(rows_for(true))), name_of);

// A producer that ends well without its output: no error, and nothing to approve with either.
class HostSilence : public Host {};
class WorkersSilence : public Workers {};

template <class Test>
void silent(const Test& verify) {
  for (const Kind& kind : kKinds) {
    if (std::string_view(kind.name) == "check") continue;
    const auto result = verify("patient", std::string(kind.name) + ":says_nothing");
    EXPECT_EQ(outcome(result), "review");
    EXPECT_EQ(verdict(result, "sound"), "pass");
    EXPECT_EQ(verdict(result, "victim"), "undecided");
    const auto& block = check(result, "victim").at("blocked_by").as_array().at(0);
    EXPECT_EQ(block.at("node").as_string(), kind.node);
    EXPECT_EQ(block.at("reason").as_string(), "analysis.not_told");
  }
  const auto result = verify("patient", "check:says_nothing");
  EXPECT_EQ(outcome(result), "review");
  EXPECT_EQ(result.at("errors").at(0).at("code").as_string(), "check.contract");
}

TEST_F(HostSilence, IsNoPass) {
  silent([](auto&&... all) { return verify(all...); });
}
TEST_F(WorkersSilence, IsNoPass) {
  silent([](auto&&... all) { return verify(all...); });
}

// What ends its host, and would end the next one that runs it again: after some, a person decides.
TEST(HostThatCrashes, GivesUpWhatEndedItEachTime) {
  const FaultyFolder folder(Where::host);
  constexpr int more_than_are_tried = 10;
  std::optional<Answer> answer;
  for (int start = 0; start < more_than_are_tried && !answer; ++start) {
    try {
      HostProcess host(folder.path());
      answer = submit(host, "patient", "sub_analyzer:crashes", {{"Idempotency-Key", "the-same-each-time"}});
      EXPECT_EQ(outcome(verify(host, "patient", "nobody:nothing")), "approve");
      EXPECT_EQ(host.end(SIGTERM), 0);
    } catch (const std::runtime_error&) {  // it ended before it was ready, or before it answered
    }
  }
  ASSERT_TRUE(answer) << "a host that crashes for ever";
  ASSERT_EQ(answer->status, 201) << answer->body;
  EXPECT_EQ(outcome(answer->json().as_object()), "review");
  EXPECT_EQ(answer->json().at("errors").at(0).at("code").as_string(), "platform.crashed");
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // they say themselves what crashed
// Nothing else would say what ended the command.
TEST(HostCommand, NamesTheComponentThatCrashedAndTheWayOut) {
  const FaultyFolder folder(Where::host);
  const auto file = [&](const std::string& name, const std::string& content) {
    std::ofstream(folder.path() / (name + ".json")) << content;
    return " --evidence " + name + "=" + (folder.path() / (name + ".json")).string();
  };
  for (const std::string fault : {"crashes", "aborts", "overflows_its_stack"}) {
    const auto ended =
        integration::run_program(std::string(COTEJO) + " verify patient --config " +
                                 (folder.path() / "host.yaml").string() + file("application", R"({"name": "Ana"})") +
                                 file("subject", "[\"check:" + fault + "\"]") + file("asked", R"(["nobody:nothing"])"));
    EXPECT_GT(ended.exit, 128) << "the signal still ends it: " << fault;
    EXPECT_NE(ended.out.find(" while it ran check.fault, whose code crashed in this process"), std::string::npos)
        << fault << ": " << ended.out;
    EXPECT_NE(ended.out.find("`isolation: { components: { check.fault: process } }`"), std::string::npos) << ended.out;
  }
}
#endif

// Threads that plugins do not give back are replaced; those that came back are used again.
TEST(HostThreads, AreReplacedWhileACallHangs) {
  const FaultyFolder folder(Where::host);
  HostProcess host(folder.path());
  constexpr int more_than_threads = 4;
  for (int i = 0; i < more_than_threads; ++i) EXPECT_EQ(outcome(verify(host, "hasty", "sub_analyzer:hangs")), "review");
  EXPECT_EQ(metric(host, "cotejo_engine_abandoned"), more_than_threads);
  EXPECT_EQ(outcome(verify(host, "patient", "nobody:nothing")), "approve");
  EXPECT_EQ(host.end(SIGTERM), 0);
}

}  // namespace
}  // namespace cotejo::faults
