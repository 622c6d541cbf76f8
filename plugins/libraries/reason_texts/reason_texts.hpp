// For tests: renders items of components with the texts of the shipped reason catalogue.
//
//   cotejo::testing::expect_worded(result.items);   // each text can be filled, and says nothing that it must not
#pragma once
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <charconv>
#include <cmath>
#include <cotejo/testing.hpp>
#include <filesystem>
#include <map>
#include <regex>

namespace cotejo::testing {

// All files together: code -> reason.
inline const std::map<std::string, YAML::Node>& shipped_reasons() {
  static const auto all = [] {
    std::map<std::string, YAML::Node> reasons;
    for (const auto& file : std::filesystem::directory_iterator(REASONS_FOLDER))
      if (file.path().extension() == ".yaml")
        for (const auto& reason : YAML::LoadFile(file.path())["reasons"])
          reasons.emplace(reason.first.as<std::string>(), reason.second);
    return reasons;
  }();
  return all;
}

// As the host writes numbers: to three decimals, without trailing zeros.
inline std::string written(double number) {
  char digits[400];  // the longest double has 309 before the point
  const auto end =
      std::to_chars(digits, digits + sizeof digits, std::round(number * 1000) / 1000, std::chars_format::fixed);
  return {digits, end.ptr};
}

// param -> value -> what people call it in a language.
inline const YAML::Node& shipped_words() {
  static const YAML::Node all = YAML::LoadFile(REASONS_FOLDER "/words.yaml")["words"];
  return all;
}

// Each part of `a, b`.
inline std::string spoken(const std::string& param, const std::string& value, const std::string& locale) {
  std::string out;
  for (std::size_t from = 0;;) {
    const std::size_t to = value.find(", ", from);
    const std::string part = value.substr(from, to == std::string::npos ? to : to - from);
    const YAML::Node words = shipped_words()[param] ? shipped_words()[param][part] : YAML::Node();
    out += words && words[locale] ? words[locale].as<std::string>() : part;
    if (to == std::string::npos) return out;
    out += ", ";
    from = to + 2;
  }
}

// Joins a preposition to the article of a label as the host does: `de` + `el contrato` is `del contrato`.
inline std::string joined(const std::string& before, const std::string& label) {
  const bool joins = label.starts_with("el ") && (before.ends_with(" de ") || before.ends_with(" a "));
  return joins ? before.substr(0, before.size() - 1) + label.substr(1) : before + label;
}

// Fills in a reason's text as the host does: a member that the item lacks becomes a dash.
inline std::string worded(const std::string& text, const std::string& locale, const boost::json::object& params,
                          const std::string& evidence) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '{') {
      out += text[i];
      continue;
    }
    const std::size_t end = text.find('}', i);
    const std::string name = text.substr(i + 1, end - i - 1);
    const boost::json::value* value = params.if_contains(name);
    i = end;
    if (name == "evidence") {
      out = joined(out, evidence);
      continue;
    }
    out += !value               ? "—"
           : value->is_string() ? spoken(name, std::string(value->as_string()), locale)
           : value->is_double() ? written(value->get_double())
                                : boost::json::serialize(*value);
  }
  return out;
}

// Expects a text without missing params and codes and, for the applicant, without a reason of class fraud.
inline void expect_sayable(const std::string& code, const std::string& audience, const std::string& text) {
  EXPECT_EQ(text.find("—"), std::string::npos) << code << ": " << text;
  for (const auto& [other, reason] : shipped_reasons())
    EXPECT_EQ(text.find(other), std::string::npos) << code << " names the code " << other;
  if (audience == "applicant") {
    EXPECT_NE(shipped_reasons().at(code)["class"].as<std::string>(), "fraud") << code;
  }
}

// Checks every text of the item's reason in every language. A param whose value is a code needs words in words.yaml.
inline void expect_worded(const EmittedItem& item, const std::string& evidence = "el documento") {
  const auto reason = shipped_reasons().find(item.code);
  ASSERT_NE(reason, shipped_reasons().end()) << item.code << " is not in the catalogue";
  static const std::regex code("[a-z0-9]+_[a-z0-9_]+"), id("ver_[A-Za-z0-9_]+");
  for (const auto& audience : reason->second["texts"])
    for (const auto& locale : audience.second) {
      const std::string text =
          worded(locale.second.as<std::string>(), locale.first.as<std::string>(), item.params, evidence);
      expect_sayable(item.code, audience.first.as<std::string>(), text);
      EXPECT_FALSE(std::regex_search(std::regex_replace(text, id, ""), code)) << item.code << " shows a code: " << text;
    }
}

inline void expect_worded(const std::vector<EmittedItem>& items) {
  for (const EmittedItem& item : items) expect_worded(item);
}

}  // namespace cotejo::testing
