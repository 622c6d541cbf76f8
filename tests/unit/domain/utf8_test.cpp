#include "domain/utf8.hpp"

#include <gtest/gtest.h>

namespace cotejo::domain {
namespace {

TEST(Utf8, MeasuresCharactersOfEachLength) {
  EXPECT_EQ(utf8_sequence("a\xFF"), 1u);
  EXPECT_EQ(utf8_sequence("\xC3\x91"), 2u);          // Ñ
  EXPECT_EQ(utf8_sequence("\xE2\x82\xAC"), 3u);      // €
  EXPECT_EQ(utf8_sequence("\xF4\x8F\xBF\xBF"), 4u);  // U+10FFFF
}

TEST(Utf8, RefusesWhatIsNotWellFormed) {
  for (const char* text : {"\x80", "\xC0\xAF", "\xC3", "\xC3(", "\xE0\x80\xAF", "\xED\xA0\x80", "\xE2\x82",
                           "\xF0\x80\x80\xAF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF"}) {
    EXPECT_EQ(utf8_sequence(text), 0u) << text;
    EXPECT_FALSE(valid_utf8("a" + std::string(text))) << text;
  }
}

TEST(Utf8, APrefixCutsNoCharacter) {
  const std::string_view text = "a\xC3\x91\xE2\x82\xAC\xF0\x9F\x98\x80z";  // aÑ€😀z
  const std::size_t whole[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11, 11};
  for (std::size_t most = 0; most < std::size(whole); ++most)
    EXPECT_EQ(utf8_prefix(text, most), text.substr(0, whole[most])) << most;
  EXPECT_EQ(utf8_prefix("", 3), "");
  EXPECT_EQ(utf8_prefix("\xC3", 3), "\xC3") << "what is not cut stays as it is";
}

TEST(Utf8, AnEmptyTextIsValid) {
  EXPECT_TRUE(valid_utf8(""));
  EXPECT_TRUE(
      valid_utf8("\xC3\x91"
                 "and\xF0\x9F\x98\x80"));
}

}  // namespace
}  // namespace cotejo::domain
