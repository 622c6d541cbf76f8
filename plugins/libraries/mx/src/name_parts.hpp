// The word of a name that identifiers are built from: after the particles, and after MARIA or JOSE when another name
// follows.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "letters.hpp"

namespace cotejo::mx {

// What becomes of hyphens, periods, slashes, underscores, digits (and apostrophes, when dropped) inside a word.
enum class Specials { as_x, dropped };

struct NameRule {
  std::span<const std::string_view> particles;
  Specials specials = Specials::dropped;
  bool skip_common_given_name = true;
};

extern const NameRule kCurpRule;
extern const NameRule kRfcRule;

// Empty when the name has no letter.
std::u32string key_word_of_surname(std::string_view surname, const NameRule& rule);
std::u32string key_word_of_given_names(std::string_view given_names, const NameRule& rule);

// First vowel or consonant after the first letter; nothing when there is none.
std::optional<char32_t> inner_vowel(const std::u32string& word);
std::optional<char32_t> inner_consonant(const std::u32string& word);

}  // namespace cotejo::mx
