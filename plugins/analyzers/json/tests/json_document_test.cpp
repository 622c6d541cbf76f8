#include "../json_document.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <string>

namespace json_analyzer {
namespace {

Fault fault_of(std::string_view text, const Limits& limits = {}) {
  const auto result = parse_document(text, limits);
  EXPECT_TRUE(std::holds_alternative<Fault>(result)) << text;
  return std::holds_alternative<Fault>(result) ? std::get<Fault>(result) : Fault{-1};
}

bool parses(std::string_view text, const Limits& limits = {}) {
  return std::holds_alternative<boost::json::value>(parse_document(text, limits));
}

TEST(JsonDocument, OrdinaryDocumentIsParsed) {
  const auto result = parse_document(R"({"curp":"x","n":[1,2.5,true,null,"\u00d1"]})", {});
  ASSERT_TRUE(std::holds_alternative<boost::json::value>(result));
  EXPECT_EQ(std::get<boost::json::value>(result).at("n").at(4).as_string(), "Ñ");
}

TEST(JsonDocument, ByteOrderMarkIsSkipped) {
  EXPECT_TRUE(parses("\xEF\xBB\xBF{}"));
}

TEST(JsonDocument, DuplicateKeysAreRefused) {
  EXPECT_EQ(fault_of(R"({"a":1,"b":2,"a":3})"), Fault::duplicate_key);
  EXPECT_EQ(fault_of(R"({"a":1,"\u0061":3})"), Fault::duplicate_key);
  EXPECT_EQ(fault_of(R"([{"x":{"k":1,"k":1}}])"), Fault::duplicate_key);
  EXPECT_TRUE(parses(R"([{"k":1},{"k":1,"x":{"k":2}}])"));
}

TEST(JsonDocument, InvalidUtf8IsRefused) {
  EXPECT_EQ(fault_of("{\"a\":\"\xC3\x28\"}"), Fault::malformed);
  EXPECT_EQ(fault_of("{\"a\xFF\":1}"), Fault::malformed);
  EXPECT_EQ(fault_of(R"({"a":"\ud800"})"), Fault::malformed);  // half a surrogate pair
}

TEST(JsonDocument, CutOffIsToldFromMalformed) {
  EXPECT_EQ(fault_of(R"({"a":"b)"), Fault::truncated);
  EXPECT_EQ(fault_of(""), Fault::truncated);
  EXPECT_EQ(fault_of(R"({"a":1,})"), Fault::malformed);
  EXPECT_EQ(fault_of(R"({"a":1} {"b":2})"), Fault::malformed);
  EXPECT_EQ(fault_of("{'a':1}"), Fault::malformed);
}

TEST(JsonDocument, LimitsHold) {
  Limits limits;
  limits.max_bytes = 8;
  EXPECT_EQ(fault_of(R"({"a":  1})", limits), Fault::too_large);
  limits = {};
  limits.max_depth = 3;
  EXPECT_TRUE(parses("[[[1]]]", limits));
  EXPECT_EQ(fault_of("[[[[1]]]]", limits), Fault::too_deep);
  limits = {};
  limits.max_string = 4;
  EXPECT_TRUE(parses(R"({"abcd":"abcd"})", limits));
  EXPECT_EQ(fault_of(R"({"abcde":1})", limits), Fault::string_too_long);
  EXPECT_EQ(fault_of(R"({"a":"abcde"})", limits), Fault::string_too_long);
  limits = {};
  limits.max_values = 3;
  EXPECT_TRUE(parses("[1,2]", limits));
  EXPECT_EQ(fault_of("[1,2,3]", limits), Fault::too_many_values);
}

TEST(JsonDocument, NestingFarBeyondTheStackIsRefusedQuickly) {
  EXPECT_EQ(fault_of(std::string(200'000, '[')), Fault::too_deep);
}

}  // namespace
}  // namespace json_analyzer
