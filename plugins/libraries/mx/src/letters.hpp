// Text as letters: one code point each, so that Ñ counts as one character of an identifier.
#pragma once

#include <string>
#include <string_view>

namespace cotejo::mx {

inline constexpr char32_t kEnye = U'\u00D1';  // Ñ

std::u32string decode(std::string_view utf8);  // ill-formed bytes become U+FFFD
std::string encode(std::u32string_view letters);

constexpr bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}
constexpr bool is_upper(char32_t c) {
  return c >= U'A' && c <= U'Z';
}
constexpr bool is_vowel(char32_t c) {
  return c == U'A' || c == U'E' || c == U'I' || c == U'O' || c == U'U';
}
constexpr bool is_consonant(char32_t c) {
  return (is_upper(c) && !is_vowel(c)) || c == kEnye;
}

inline bool all_digits(std::string_view text) {
  for (char c : text) {
    if (c < '0' || c > '9') return false;
  }
  return true;
}

}  // namespace cotejo::mx
