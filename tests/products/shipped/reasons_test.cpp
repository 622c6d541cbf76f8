// Every shipped reason, rendered with an example for each param. That components give the params that their texts ask
// for is tested where the components are.
#include <algorithm>
#include <array>
#include <reason_texts/reason_texts.hpp>
#include <regex>
#include <set>

namespace cotejo::testing {
namespace {

struct Text {
  std::string code, audience, locale, words;
};

std::vector<Text> all_texts() {
  std::vector<Text> texts;
  for (const auto& [code, reason] : shipped_reasons())
    for (const auto& audience : reason["texts"])
      for (const auto& locale : audience.second)
        texts.push_back(
            {code, audience.first.as<std::string>(), locale.first.as<std::string>(), locale.second.as<std::string>()});
  return texts;
}

// The names under every `fields` below `node`.
void collect_fields(const YAML::Node& node, std::set<std::string>& names) {
  if (node.IsMap())
    for (const auto& member : node) {
      if (member.first.as<std::string>() == "fields" && member.second.IsMap())
        for (const auto& field : member.second) names.insert(field.first.as<std::string>());
      collect_fields(member.second, names);
    }
  if (node.IsSequence())
    for (const auto& part : node) collect_fields(part, names);
}

std::set<std::string> params_of(const std::string& words) {
  static const std::regex form(R"(\{([a-z_]+)\})");
  std::set<std::string> names;
  for (std::sregex_iterator at(words.begin(), words.end(), form), end; at != end; ++at) names.insert((*at)[1]);
  return names;
}

TEST(ShippedReasons, CanAllBeSaid) {
  for (const Text& text : all_texts()) {
    boost::json::object examples;
    for (const auto& name : params_of(text.words)) examples[name] = "7";
    const std::string said = worded(text.words, text.locale, examples, "el documento");
    expect_sayable(text.code, text.audience, said);
    EXPECT_GT(said.size(), 10U) << text.code;
    EXPECT_EQ(said.find_first_of("{}"), std::string::npos) << text.code << ": " << said;
  }
}

TEST(ShippedReasons, SpeakBothLanguages) {
  std::map<std::pair<std::string, std::string>, std::set<std::string>> locales;
  for (const Text& text : all_texts()) locales[{text.code, text.audience}].insert(text.locale);
  for (const auto& [key, spoken] : locales) {
    EXPECT_TRUE(spoken.contains("es-MX") && spoken.contains("en")) << key.first << " for the " << key.second;
  }
}

// An agent reads which field of the application is missing.
TEST(ShippedReasons, HaveWordsForEveryFieldThatAProductTakes) {
  std::set<std::string> fields;
  for (const auto& file : std::filesystem::recursive_directory_iterator(REASONS_FOLDER "/../products"))
    if (file.path().extension() == ".yaml") collect_fields(YAML::LoadFile(file.path()), fields);
  EXPECT_GT(fields.size(), 10U);
  for (const std::string& field : fields) EXPECT_TRUE(shipped_words()["field"][field].IsDefined()) << field;
}

// Saying what was noticed teaches how to get around it, and scores and names of fields tell an applicant nothing.
TEST(ShippedReasons, TellTheApplicantNeitherSuspicionsNorInternals) {
  const std::regex suspicion(
      "fraud|fals[oai]|falsific|alterad|manipul|sospech|adulter|editad|forge|fake|tamper|suspici|edited|altered",
      std::regex::icase);
  const std::set<std::string> internals{"field", "source",     "problem", "parts",
                                        "score", "similarity", "quality", "code"};
  for (const Text& text : all_texts()) {
    if (text.audience != "applicant") continue;
    EXPECT_FALSE(std::regex_search(text.words, suspicion)) << text.code << ": " << text.words;
    for (const auto& name : params_of(text.words))
      EXPECT_FALSE(internals.contains(name)) << text.code << " tells " << name;
    EXPECT_NE(shipped_reasons().at(text.code)["class"].as<std::string>(), "fraud") << text.code;
  }
}

}  // namespace
}  // namespace cotejo::testing
