#include "domain/json_text.hpp"

#include <gtest/gtest.h>

#include <charconv>
#include <cmath>
#include <random>

namespace cotejo::domain {
namespace {

template <class T>
std::string written(const T& content) {
  JsonWriter out;
  out.value(content);
  return out.take();
}

TEST(JsonText, EscapesAtEveryPlaceOfTextsOfEveryLength) {
  for (std::size_t length = 1; length <= 40; ++length)
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
  for (std::size_t length = 1; length <= 40; ++length)
    for (std::size_t at = 0; at < length; ++at) {
      std::string text(length, 'a');
      text[at] = '\xFF';
      EXPECT_EQ(written(text), '"' + std::string(at, 'a') + "\xEF\xBF\xBD" + std::string(length - at - 1, 'a') + '"');
    }
}

TEST(JsonText, WritesTheShortestTextOfADoubleWhicheverWayItIsFound) {
  const std::pair<double, std::string_view> cases[] = {{0.0, "0"},       {-0.0, "-0"},      {1, "1"},
                                                       {-1, "-1"},       {42, "42"},        {9999, "9999"},
                                                       {10000, "10000"}, {100000, "1e+05"}, {-12345, "-12345"}};
  for (const auto& [number, expected] : cases) {
    EXPECT_EQ(written(number), expected);
  }
  std::mt19937_64 random(7);
  for (int i = 0; i < 200'000; ++i) {
    const double scale = std::pow(10, static_cast<int>(random() % 12) - 7);
    const double whole = std::round(static_cast<double>(random() % 20'000'000) * scale * 1e6) / 1e6;
    for (const double number : {whole, std::nextafter(whole, 0), static_cast<double>(random() % 2000) * 1e-6}) {
      char shortest[40];
      ASSERT_EQ(written(number),
                std::string(shortest, std::to_chars(shortest, shortest + sizeof shortest, number).ptr));
    }
  }
}

TEST(JsonText, DoublesComeBackToTheLastBit) {
  for (double x = 0.1; x < 1; x = std::nextafter(x * 1.001, 2)) {
    const std::string text = written(x);
    ASSERT_EQ(parse_json(text)->get_double(), x) << text;
  }
}

TEST(JsonText, InvalidBytesDoNotMakeInvalidJson) {
  EXPECT_EQ(written(std::string_view("a\xFF\xC3\"\x01")), "\"a\xEF\xBF\xBD\xEF\xBF\xBD\\\"\\u0001\"");
}

TEST(JsonText, GrowsBeyondWhatWasExpectedOfIt) {
  for (std::size_t length = 0; length <= 300; ++length) {
    JsonWriter out(1);
    const std::string text(length, 'a');
    out.object("text", text, "name", Name("n\"" + text), "number", 0.25, "flag", true);
    EXPECT_EQ(out.take(), "{\"text\":\"" + text + "\",\"name\":\"n\\\"" + text + "\",\"number\":0.25,\"flag\":true}");
  }
}

TEST(JsonText, GoesOnAfterAPieceWasDropped) {
  JsonWriter out;
  out.begin_array();
  out.value("a");
  EXPECT_EQ(out.written(), "[\"a\"");
  out.drop_written();
  out.value("b");
  out.end_array();
  EXPECT_EQ(out.written(), ",\"b\"]");
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
