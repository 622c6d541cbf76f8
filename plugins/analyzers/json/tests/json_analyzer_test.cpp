#include "../json_analyzer.hpp"

#include <gtest/gtest.h>

#include "../../testing/analyze.hpp"

namespace json_analyzer {
namespace {

using cotejo::testing::Fake;
using cotejo::testing::Result;

constexpr std::string_view kParams = R"({"fields": {
  "curp": {"required": true}, "zip": {"path": "/address/zip"}, "born": {"type": "date"}, "income": {"type": "number"},
  "dependants": {"type": "integer"}, "consent": {"type": "boolean"}}})";

Result analyze(std::string_view text, std::string_view params = kParams) {
  return cotejo::testing::analyze<JsonAnalyzer>(text, "application/json", params);
}

TEST(JsonAnalyzer, ListedFieldsBecomeTraitsOfTheirType) {
  const Result result = analyze(R"({"curp": "MAAR790213HMNRLF03", "address": {"zip": "06700"}, "born": "1979-02-13",
                                    "income": 18000, "dependants": 2, "consent": true, "other": [1]})");
  EXPECT_EQ(result.status, cotejo::Status::ok);
  EXPECT_EQ(result.trait("curp")->text(), "MAAR790213HMNRLF03");
  EXPECT_EQ(result.trait("zip")->text(), "06700");
  EXPECT_EQ(result.trait("born")->type, "date");
  EXPECT_EQ(result.trait("born")->text(), "1979-02-13");
  EXPECT_EQ(result.trait("income")->number(), 18000.0);
  EXPECT_EQ(result.trait("dependants")->integer(), 2);
  EXPECT_EQ(result.trait("consent")->boolean(), true);
  EXPECT_TRUE(boost::json::parse(result.trait("document")->text()).as_object().contains("other"));
  EXPECT_TRUE(result.items.empty());
}

TEST(JsonAnalyzer, MissingFieldIsAbsentAndOnlyReportedWhenRequired) {
  const Result result = analyze("{}");
  EXPECT_EQ(result.traits.at("curp").absent_reason, "json.field_missing");
  EXPECT_EQ(result.traits.at("zip").absent_reason, "json.field_not_given");
  ASSERT_EQ(result.items.size(), 1U);
  EXPECT_EQ(result.items[0].code, "json.field_missing");
  EXPECT_EQ(result.items[0].params.at("field").as_string(), "curp");
}

TEST(JsonAnalyzer, WrongTypeIsAbsentAndReported) {
  const Result result = analyze(R"({"curp": "x", "born": "13/02/1979", "income": "18000"})");
  EXPECT_EQ(result.traits.at("born").absent_reason, "json.field_type");
  EXPECT_EQ(result.traits.at("income").absent_reason, "json.field_type");
  EXPECT_EQ(result.items.size(), 2U);
}

// A check would take it for not given.
TEST(JsonAnalyzer, TextLongerThanChecksTakeIsNotOfItsType) {
  const auto reason = [](std::size_t length, std::string_view params) {
    const Result result = analyze(R"({"clabe": ")" + std::string(length, '7') + "\"}", params);
    return result.traits.at("clabe").absent_reason;
  };
  constexpr std::string_view kDefault = R"({"fields": {"clabe": {}}})";
  EXPECT_EQ(reason(512, kDefault), "");
  EXPECT_EQ(reason(513, kDefault), "json.field_type");
  EXPECT_EQ(reason(513, R"({"fields": {"clabe": {"max_bytes": 600}}})"), "");
}

TEST(JsonAnalyzer, BrokenDocumentsAreRefusedWithTheirOwnCode) {
  const auto code = [](std::string_view text, std::string_view params = "{}") {
    const Result result = analyze(text, params);
    EXPECT_EQ(result.status, cotejo::Status::invalid_input);
    EXPECT_TRUE(result.traits.empty());
    return result.failure_code;
  };
  EXPECT_EQ(code("not json"), "evidence.unreadable");
  EXPECT_EQ(code("{\"a\":"), "evidence.truncated");
  EXPECT_EQ(code(R"({"a":1,"a":2})"), "json.duplicate_key");
  EXPECT_EQ(code("[[[1]]]", R"({"max_depth": 2})"), "evidence.too_large");
}

TEST(JsonAnalyzer, DeclarationFollowsTheParams) {
  const Fake<JsonAnalyzer> fake{kParams};
  const auto& produces = fake.declaration().at("produces").as_array();
  EXPECT_EQ(produces.size(), 7U);  // the document and six fields
}

TEST(JsonAnalyzer, MistakesInTheFieldsAreFoundWhenTheProductIsLoaded) {
  const auto sentence = [](std::string_view params) -> std::string {
    try {
      const Fake<JsonAnalyzer> fake{params};
    } catch (const std::exception& e) {
      return e.what();
    }
    return "";
  };
  EXPECT_NE(sentence(R"({"fields": {"curp": {"path": "curp"}}})").find("JSON Pointer"), std::string::npos);
  EXPECT_NE(sentence(R"({"fields": {"curp": {"type": "string"}}})").find("type"), std::string::npos);
}

}  // namespace
}  // namespace json_analyzer
