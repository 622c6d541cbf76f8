// Runs the text cases of one check (identity/README.md has their form), and words every finding with the reason
// catalogue's texts. Include it once, after
//
//   using Check = …;                               // the component
//   constexpr const char* kEvidence = "el …";      // what {evidence} stands for in the texts
//
// CASES_DIR holds the cases and `person.yaml`, what all of them begin with (`given`, `today` and, if need be,
// `params`); REASONS_FILE the check's own codes.
#pragma once
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <reason_texts/reason_texts.hpp>
#include <set>

namespace check_cases {
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

// What is not in quotes and looks like a number or a boolean is one.
boost::json::value as_json(const YAML::Node& node) {
  if (node.IsSequence()) {
    boost::json::array list;
    for (const auto& entry : node) list.push_back(as_json(entry));
    return list;
  }
  if (node.IsMap()) {
    boost::json::object object;
    for (const auto& pair : node) object[pair.first.as<std::string>()] = as_json(pair.second);
    return object;
  }
  if (node.IsNull()) return nullptr;
  const auto text = node.as<std::string>();
  if (node.Tag() != "!" && (text == "true" || text == "false")) return text == "true";
  if (node.Tag() == "!" || text.find_first_not_of("0123456789.-") != std::string::npos ||
      std::count(text.begin(), text.end(), '-') > 1)
    return boost::json::string(text);
  return text.find('.') == std::string::npos ? boost::json::value(std::stoll(text))
                                             : boost::json::value(std::stod(text));
}

std::string params_of(const YAML::Node& body) {
  boost::json::object params;
  for (const auto& pair : YAML::LoadFile(std::string(CASES_DIR) + "/person.yaml")["params"])
    params[pair.first.as<std::string>()] = as_json(pair.second);
  for (const auto& pair : body["params"]) params[pair.first.as<std::string>()] = as_json(pair.second);
  return boost::json::serialize(params);
}

bool takes_many(Fake<Check>& fake, const std::string& port) {
  for (const auto& consumed : fake.declaration().at("consumes").as_array())
    if (consumed.at("port").as_string() == port) return consumed.at("many").as_bool();
  return false;
}

// {EVIDENCE: VALUE, …}
void give_many(Fake<Check>& fake, const std::string& port, const YAML::Node& node) {
  std::string type;
  for (const auto& consumed : fake.declaration().at("consumes").as_array())
    if (consumed.at("port").as_string() == port) type = consumed.at("type").as_string();
  for (const auto& pair : node) {
    const auto evidence = pair.first.as<std::string>();
    if (type == "number") {
      fake.given(port, pair.second.as<double>(), 1, evidence);
    } else if (type == "json") {
      fake.given(port, boost::json::serialize(as_json(pair.second)), 1, evidence);
    } else {
      fake.given(port, std::string_view(pair.second.as<std::string>()), 1, evidence);
    }
  }
}

void give(Fake<Check>& fake, const std::string& port, const YAML::Node& node) {
  if (node.IsMap() && node["absent"]) {
    fake.given_absent(port, node["absent"].as<std::string>());
    return;
  }
  std::string type;
  for (const auto& consumed : fake.declaration().at("consumes").as_array()) {
    if (consumed.at("port").as_string() == port) type = consumed.at("type").as_string();
  }
  if (type == "json") {  // {json: VALUE, probability: P}
    fake.given(port, boost::json::serialize(as_json(node["json"])),
               node["probability"] ? node["probability"].as<double>() : 1);
    return;
  }
  if (type == "vector") {  // {vector: [NUMBER, …]}
    fake.given(port, node["vector"].as<std::vector<float>>());
    return;
  }
  const YAML::Node value = node.IsSequence() ? node[0] : node;
  const double probability = node.IsSequence() ? node[1].as<double>() : 1;
  if (type == "integer") {
    fake.given(port, value.as<std::int64_t>(), probability);
  } else if (type == "number") {
    fake.given(port, value.as<double>(), probability);
  } else if (type == "boolean") {
    fake.given(port, value.as<bool>(), probability);
  } else {
    fake.given(port, std::string_view(value.as<std::string>()), probability);
  }
}

Result run(const YAML::Node& body) {
  Fake<Check> fake(params_of(body));
  for (const auto& [port, node] : values_of(body)) {
    if (takes_many(fake, port)) {
      give_many(fake, port, node);
    } else {
      give(fake, port, node);
    }
  }
  const YAML::Node today = body["today"];
  fake.today(today ? today.as<std::string>()
                   : YAML::LoadFile(std::string(CASES_DIR) + "/person.yaml")["today"].as<std::string>());
  return fake.run();
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

const EmittedItem& item_of(const Result& result, const YAML::Node& body) {
  return *result.item(body["items"][0]["code"].as<std::string>());
}

class CheckCase : public ::testing::TestWithParam<Case> {};

TEST_P(CheckCase, SaysWhatTheCaseSays) {
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
  for (const EmittedItem& item : result.items) cotejo::testing::expect_worded(item, kEvidence);
  if (!body["text"] || ::testing::Test::HasFailure()) return;
  for (const auto& pair : body["text"]) {
    const auto text = reasons()[item_of(result, body).code]["texts"][pair.first.as<std::string>()]["es-MX"];
    ASSERT_TRUE(text);
    EXPECT_EQ(cotejo::testing::worded(text.as<std::string>(), "es-MX", item_of(result, body).params, kEvidence),
              pair.second.as<std::string>());
  }
}

std::string case_name(const ::testing::TestParamInfo<Case>& info) {
  std::string name = info.param.file + "_" + info.param.body["name"].as<std::string>();
  for (char& c : name) {
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Rules, CheckCase, ::testing::ValuesIn(load_cases()), case_name);

TEST(CheckReasons, EveryDeclaredCodeHasItsReasonAndEveryReasonIsDeclared) {
  Fake<Check> fake;
  std::set<std::string> declared, known;
  for (const auto& code : fake.declaration().at("codes").as_array()) declared.emplace(code.as_string());
  for (const auto& reason : reasons()) known.insert(reason.first.as<std::string>());
  EXPECT_EQ(declared, known);
}

TEST(CheckReasons, FraudIsNeverToldToTheApplicant) {
  for (const auto& reason : reasons()) {
    if (reason.second["class"].as<std::string>() != "fraud") continue;
    EXPECT_FALSE(reason.second["texts"]["applicant"]) << reason.first.as<std::string>();
    EXPECT_FALSE(reason.second["retriable"].as<bool>());
  }
}

TEST(CheckReasons, EveryCodeIsReportedInSomeCase) {
  std::set<std::string> reported;
  for (const Case& each : load_cases()) {
    for (const auto& item : each.body["items"]) reported.insert(item["code"].as<std::string>());
  }
  for (const auto& reason : reasons()) {
    EXPECT_TRUE(reported.contains(reason.first.as<std::string>())) << reason.first.as<std::string>();
  }
}

}  // namespace
}  // namespace check_cases
