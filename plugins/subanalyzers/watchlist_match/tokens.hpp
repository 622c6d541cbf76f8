// Splits names into words that can be compared: in Latin capitals, without particles, with short forms and nicknames
// written in full.
// Thread safety: pure functions.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace watchlist_match {

inline constexpr std::size_t kMaxNameBytes = 512;  // longer names are nobody's
inline constexpr std::size_t kMaxTokens = 12;      // of one name; further words are ignored

struct Token {
  std::string text;   // MARIA
  std::string sound;  // what Spanish spellings of one sound share: GONZALES and GONZALEZ
};

// Other scripts are transliterated (ICU; Cyrillic as passports do it, BGN), accents dropped, Ñ read as N. Particles
// (DE, LA, VON…) are left out. A short form (MA, FCO) or a nickname (PEPE) is told by the name that it stands for.
std::vector<Token> tokens_of(std::string_view utf8);

// Of one word in capitals.
std::string sound_of(std::string_view word);

}  // namespace watchlist_match
