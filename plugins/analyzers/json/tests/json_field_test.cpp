#include "../json_field.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace json_analyzer {
namespace {

const boost::json::value kDocument = boost::json::parse(R"({
  "curp": "MAAR790213HMNRLF03", "blank": "  ", "none": null, "age": 46, "income": 18250.5, "whole": 12, "huge": 18446744073709551615,
  "consent": true, "born": "1979-02-13", "leap": "2023-02-29", "slashes": "13/02/1979", "address": {"zip": "06700", "a/b": "c"}, "list": ["x"]
})");

FieldValue read(std::string pointer, FieldType type) {
  return read_field(kDocument, {"field", std::move(pointer), type, false});
}

FieldFault fault(std::string pointer, FieldType type) {
  const FieldValue value = read(std::move(pointer), type);
  EXPECT_TRUE(std::holds_alternative<FieldFault>(value));
  return std::holds_alternative<FieldFault>(value) ? std::get<FieldFault>(value) : FieldFault{-1};
}

TEST(JsonField, EachTypeIsRead) {
  EXPECT_EQ(std::get<std::string>(read("/curp", FieldType::text)), "MAAR790213HMNRLF03");
  EXPECT_EQ(std::get<std::int64_t>(read("/age", FieldType::integer)), 46);
  EXPECT_EQ(std::get<double>(read("/income", FieldType::number)), 18250.5);
  EXPECT_EQ(std::get<double>(read("/whole", FieldType::number)), 12.0);
  EXPECT_EQ(std::get<bool>(read("/consent", FieldType::boolean)), true);
  EXPECT_EQ(std::get<std::string>(read("/born", FieldType::date)), "1979-02-13");
}

TEST(JsonField, NestedFieldsAndEscapedNamesAreReached) {
  EXPECT_EQ(std::get<std::string>(read("/address/zip", FieldType::text)), "06700");
  EXPECT_EQ(std::get<std::string>(read("/address/a~1b", FieldType::text)), "c");
  EXPECT_EQ(std::get<std::string>(read("/list/0", FieldType::text)), "x");
}

TEST(JsonField, AbsentNullAndBlankAreMissing) {
  for (const char* pointer : {"/nothing", "/none", "/blank", "/address/nothing", "/list/4", "/curp/inside"}) {
    EXPECT_EQ(fault(pointer, FieldType::text), FieldFault::missing) << pointer;
  }
}

TEST(JsonField, NothingIsConverted) {
  EXPECT_EQ(fault("/age", FieldType::text), FieldFault::wrong_type);
  EXPECT_EQ(fault("/curp", FieldType::integer), FieldFault::wrong_type);
  EXPECT_EQ(fault("/income", FieldType::integer), FieldFault::wrong_type);
  EXPECT_EQ(fault("/huge", FieldType::integer), FieldFault::wrong_type);
  EXPECT_EQ(fault("/age", FieldType::boolean), FieldFault::wrong_type);
  EXPECT_EQ(fault("/address", FieldType::text), FieldFault::wrong_type);
}

TEST(JsonField, DateMustExist) {
  EXPECT_EQ(fault("/leap", FieldType::date), FieldFault::wrong_type);
  EXPECT_EQ(fault("/slashes", FieldType::date), FieldFault::wrong_type);
  EXPECT_TRUE(is_calendar_date("2024-02-29"));
  for (const char* text :
       {"", "2024-2-29", "2024-13-01", "2024-00-10", "2024-01-00", "0000-01-01", "2024-01-011", "20a4-01-01"}) {
    EXPECT_FALSE(is_calendar_date(text)) << text;
  }
}

TEST(JsonField, PointersAreCheckedWhenTheProductIsLoaded) {
  EXPECT_TRUE(is_json_pointer(""));
  EXPECT_TRUE(is_json_pointer("/a/b~0c~1d"));
  EXPECT_FALSE(is_json_pointer("a"));
  EXPECT_FALSE(is_json_pointer("/a~2"));
  EXPECT_FALSE(is_json_pointer("/a~"));
}

}  // namespace
}  // namespace json_analyzer
