// Normalises and compares names of people in Mexico.
//
//   normalize("  Núñez   d'Àvila ") == "NUÑEZ D'AVILA"
//   comparable("Ma. del Rosario-Sofía") == "MA DEL ROSARIO SOFIA"
//   similarity("GOMEZ", "GÓMEZ") == 1.0
//
// Thread safety: pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cotejo::mx {

// Longer texts are not names. The limit is needed since evidence may be hostile and comparing takes quadratic time.
inline constexpr std::size_t kMaxNameLetters = 160;

// Upper case without accents and diaereses, with Ñ kept, plain apostrophes and dashes, and single blanks. Ill-formed
// UTF-8 becomes U+FFFD.
std::string normalize(std::string_view utf8);

// As normalize(), but without periods, apostrophes and commas, and with blanks for hyphens and slashes: the form that
// different spellings of a name share.
std::string comparable(std::string_view utf8);

// Words of a text, split at blanks.
std::vector<std::string> words(std::string_view text);

// 0..1; 1 when the comparable forms are equal up to blanks and N for Ñ. One minus the edit distance (insertion,
// deletion, substitution, transposition of neighbours) over the longer length. A score, not a probability. 0 when one
// is empty or longer than kMaxNameLetters.
double similarity(std::string_view a, std::string_view b);

// How many letters must be changed to turn one name into the other; the longer length when one is not a name (see
// similarity()).
std::size_t letters_apart(std::string_view a, std::string_view b);

// As similarity(), where `cut` may have been cut off at its end by a field's width: it is compared with as much of
// `whole`. `cut` must hold at least `min_letters` letters, else plain similarity().
double similarity_of_cut(std::string_view whole, std::string_view cut, std::size_t min_letters = 6);

// As similarity(), for given names of which one side may hold only some, or in another order: the mean similarity of
// the best pairs of words, over the words of the side that has fewer. "MARIA FERNANDA" against "FERNANDA" is 1.
double similarity_of_subset(std::string_view a, std::string_view b);

}  // namespace cotejo::mx
