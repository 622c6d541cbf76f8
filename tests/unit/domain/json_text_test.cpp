#include "domain/json_text.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace cotejo::domain {
namespace {

std::string written(const std::string& text) {
  std::string out;
  JsonWriter(out).value(text);
  return out;
}

TEST(JsonText, EscapesAtEveryPlaceOfTextsOfEveryLength) {
  for (std::size_t length = 1; length <= 20; ++length)
    for (std::size_t at = 0; at < length; ++at)
      for (const char special : {'"', '\\', '\n', '\x1f', '\x7f'}) {
        std::string text(length, 'a');
        text[at] = special;
        const auto read = parse_json(written(text));
        ASSERT_TRUE(read) << length << ' ' << at;
        EXPECT_EQ(std::string(read->as_string()), text);
      }
}

TEST(JsonText, ReplacesWhatIsNotUtf8AtEveryPlace) {
  for (std::size_t length = 1; length <= 20; ++length)
    for (std::size_t at = 0; at < length; ++at) {
      std::string text(length, 'a');
      text[at] = '\xFF';
      EXPECT_EQ(written(text), '"' + std::string(at, 'a') + "\xEF\xBF\xBD" + std::string(length - at - 1, 'a') + '"');
    }
}

TEST(JsonText, DoublesComeBackToTheLastBit) {
  for (double x = 0.1; x < 1; x = std::nextafter(x * 1.001, 2)) {
    std::string text;
    JsonWriter out(text);
    out.value(x);
    ASSERT_EQ(parse_json(text)->get_double(), x) << text;
  }
}

TEST(JsonText, InvalidBytesDoNotMakeInvalidJson) {
  std::string text;
  JsonWriter(text).value(std::string_view("a\xFF\xC3\"\x01"));
  EXPECT_EQ(text, "\"a\xEF\xBF\xBD\xEF\xBF\xBD\\\"\\u0001\"");
}

TEST(JsonText, RefusesDuplicateKeysDepthAndRubbish) {
  EXPECT_EQ(parse_json(R"({"a":1,"b":{"a":2},"a":3})").error().code, "request.malformed_json");
  EXPECT_TRUE(parse_json(R"({"a":1,"b":{"a":2}})"));
  EXPECT_FALSE(parse_json(R"([[[1]]])", 2));
  EXPECT_FALSE(parse_json("{} x"));
  EXPECT_FALSE(parse_json("\"\xFF\""));
}

}  // namespace
}  // namespace cotejo::domain
