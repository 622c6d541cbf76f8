// Runs the text cases of check.identity (README.md), and words every finding with the reason catalogue's texts.
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <cotejo/testing.hpp>
#include <filesystem>
#include <map>
#include <set>

#include "identity_check.hpp"

namespace identity {
namespace {

using cotejo::Severity;
using cotejo::Verdict;
using cotejo::testing::EmittedItem;
using cotejo::testing::Fake;
using cotejo::testing::Result;

YAML::Node reasons() {
  static const YAML::Node all = YAML::LoadFile(REASONS_FILE)["reasons"];
  return all;
}

struct Case {
  std::string file;
  YAML::Node body;
};

std::vector<Case> load_cases() {
  std::vector<Case> cases;
  std::set<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(CASES_DIR)) files.insert(entry.path());
  for (const auto& file : files) {
    if (file.extension() != ".yaml" || file.stem() == "person") continue;
    for (const auto& body : YAML::LoadFile(file)["cases"]) cases.push_back({file.stem(), body});
  }
  return cases;
}

// Port -> value, the person's first, the case's over them; ~ and `all_absent` take a port out.
std::map<std::string, YAML::Node> values_of(const YAML::Node& body) {
  std::map<std::string, YAML::Node> values;
  const YAML::Node given = body["given"];
  if (given && given.IsScalar()) return values;
  for (const auto& pair : YAML::LoadFile(std::string(CASES_DIR) + "/person.yaml")["given"]) {
    values[pair.first.as<std::string>()] = pair.second;
  }
  for (const auto& pair : given) {
    const auto port = pair.first.as<std::string>();
    EXPECT_TRUE(values.contains(port)) << "no port " << port;
    if (pair.second.IsNull()) {
      values.erase(port);
    } else {
      values[port] = pair.second;
    }
  }
  return values;
}

std::string json_of(const YAML::Node& node) {
  YAML::Emitter out;
  out << YAML::DoubleQuoted << YAML::Flow << node;
  std::string text = out.c_str();
  return text;
}

// Params of the cases are numbers and lists of words.
boost::json::value param(const YAML::Node& node) {
  if (node.IsSequence()) {
    boost::json::array list;
    for (const auto& entry : node) list.emplace_back(boost::json::string(entry.as<std::string>()));
    return list;
  }
  const auto text = node.as<std::string>();
  return text.find('.') == std::string::npos ? boost::json::value(std::stoll(text))
                                             : boost::json::value(std::stod(text));
}

std::string params_of(const YAML::Node& body) {
  boost::json::object params;
  for (const auto& pair : body["params"]) params[pair.first.as<std::string>()] = param(pair.second);
  return boost::json::serialize(params);
}

void give(Fake<IdentityCheck>& fake, const std::string& port, const YAML::Node& node) {
  if (node.IsMap()) {
    fake.given_absent(port, node["absent"].as<std::string>());
    return;
  }
  const YAML::Node value = node.IsSequence() ? node[0] : node;
  const double probability = node.IsSequence() ? node[1].as<double>() : 1;
  std::string type;
  for (const auto& consumed : fake.declaration().at("consumes").as_array()) {
    if (consumed.at("port").as_string() == port) type = consumed.at("type").as_string();
  }
  if (type == "integer") {
    fake.given(port, value.as<std::int64_t>(), probability);
  } else if (type == "boolean") {
    fake.given(port, value.as<bool>(), probability);
  } else {
    fake.given(port, std::string_view(value.as<std::string>()), probability);
  }
}

Result run(const YAML::Node& body) {
  Fake<IdentityCheck> fake(params_of(body));
  for (const auto& [port, node] : values_of(body)) give(fake, port, node);
  const YAML::Node today = body["today"];
  fake.today(today ? today.as<std::string>()
                   : YAML::LoadFile(std::string(CASES_DIR) + "/person.yaml")["today"].as<std::string>());
  return fake.run();
}

// As the host words a reason: a member that the item lacks becomes a dash.
std::string worded(std::string text, const EmittedItem& item) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '{') {
      out += text[i];
      continue;
    }
    const std::size_t end = text.find('}', i);
    const std::string name = text.substr(i + 1, end - i - 1);
    const boost::json::value* value = item.params.if_contains(name);
    out += name == "evidence"   ? "tu credencial"
           : !value             ? "—"
           : value->is_string() ? std::string(value->as_string())
                                : boost::json::serialize(*value);
    i = end;
  }
  return out;
}

bool matches(const YAML::Node& expected, const EmittedItem& item) {
  const std::map<std::string, Severity> severities{{"info", Severity::info},
                                                   {"minor", Severity::minor},
                                                   {"major", Severity::major},
                                                   {"critical", Severity::critical}};
  if (expected["code"].as<std::string>() != item.code) return false;
  if (severities.at(expected["severity"].as<std::string>()) != item.severity) return false;
  if (expected["confidence"] && std::abs(expected["confidence"].as<double>() - item.confidence) > 1e-9) return false;
  return !expected["ports"] || expected["ports"].as<std::vector<std::string>>() == item.ports;
}

void expect_items(const YAML::Node& expected, std::vector<EmittedItem> items) {
  for (const auto& wanted : expected) {
    const auto found =
        std::find_if(items.begin(), items.end(), [&](const EmittedItem& item) { return matches(wanted, item); });
    if (found == items.end()) {
      ADD_FAILURE() << "missing: " << json_of(wanted);
    } else {
      items.erase(found);
    }
  }
  for (const EmittedItem& item : items) {
    std::string ports;
    for (const auto& port : item.ports) ports += " " + port;
    ADD_FAILURE() << "unexpected: " << item.code << " severity " << static_cast<int>(item.severity) << " confidence "
                  << item.confidence << " ports" << ports << " " << boost::json::serialize(item.params);
  }
}

// Every text of the reason can be worded from the item's params.
void expect_worded(const EmittedItem& item) {
  const YAML::Node reason = reasons()[item.code];
  ASSERT_TRUE(reason) << item.code << " is not in the catalogue";
  for (const auto& audience : reason["texts"]) {
    for (const auto& locale : audience.second) {
      const std::string text = worded(locale.second.as<std::string>(), item);
      EXPECT_EQ(text.find("—"), std::string::npos) << item.code << ": " << text;
    }
  }
}

const EmittedItem& item_of(const Result& result, const YAML::Node& body) {
  return *result.item(body["items"][0]["code"].as<std::string>());
}

class IdentityCase : public ::testing::TestWithParam<Case> {};

TEST_P(IdentityCase, SaysWhatTheCaseSays) {
  const YAML::Node& body = GetParam().body;
  SCOPED_TRACE(GetParam().file + ": " + body["name"].as<std::string>());
  const Result result = run(body);
  EXPECT_EQ(result.status, cotejo::Status::ok) << result.failure_message;
  EXPECT_TRUE(result.breaches.empty());
  const std::map<std::string, Verdict> verdicts{
      {"pass", Verdict::pass}, {"fail", Verdict::fail}, {"undecided", Verdict::undecided}};
  EXPECT_EQ(result.verdict, verdicts.at(body["verdict"].as<std::string>()));
  if (body["confidence"]) {
    EXPECT_NEAR(result.confidence, body["confidence"].as<double>(), 1e-9);
  }
  expect_items(body["items"], result.items);
  for (const EmittedItem& item : result.items) expect_worded(item);
  if (!body["text"] || ::testing::Test::HasFailure()) return;
  for (const auto& pair : body["text"]) {
    const auto text = reasons()[item_of(result, body).code]["texts"][pair.first.as<std::string>()]["es-MX"];
    ASSERT_TRUE(text);
    EXPECT_EQ(worded(text.as<std::string>(), item_of(result, body)), pair.second.as<std::string>());
  }
}

std::string case_name(const ::testing::TestParamInfo<Case>& info) {
  std::string name = info.param.file + "_" + info.param.body["name"].as<std::string>();
  for (char& c : name) {
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Rules, IdentityCase, ::testing::ValuesIn(load_cases()), case_name);

TEST(IdentityReasons, EveryDeclaredCodeHasItsReasonAndEveryReasonIsDeclared) {
  Fake<IdentityCheck> fake;
  std::set<std::string> declared, known;
  for (const auto& code : fake.declaration().at("codes").as_array()) declared.emplace(code.as_string());
  for (const auto& reason : reasons()) known.insert(reason.first.as<std::string>());
  EXPECT_EQ(declared, known);
}

TEST(IdentityReasons, FraudIsNeverToldToTheApplicant) {
  for (const auto& reason : reasons()) {
    if (reason.second["class"].as<std::string>() != "fraud") continue;
    EXPECT_FALSE(reason.second["texts"]["applicant"]) << reason.first.as<std::string>();
    EXPECT_FALSE(reason.second["retriable"].as<bool>());
  }
}

TEST(IdentityReasons, EveryCodeIsReportedInSomeCase) {
  std::set<std::string> reported;
  for (const Case& each : load_cases()) {
    for (const auto& item : each.body["items"]) reported.insert(item["code"].as<std::string>());
  }
  for (const auto& reason : reasons()) {
    EXPECT_TRUE(reported.contains(reason.first.as<std::string>())) << reason.first.as<std::string>();
  }
}

}  // namespace
}  // namespace identity
