// Whether two words of an address are one word, spelt twice.
#pragma once

#include <string_view>

namespace cotejo::mx {

// Capitals without accents, as in comparable(). One word are those that sound alike in Mexico (VASQUEZ, VAZQUEZ), that
// differ in a letter that pictures confuse (HIDALGO, HIDALGQ), that are a slip apart (two neighbours swapped, a letter
// too many in a word that is not short), or at least nine tenths alike. JUAREZ and SUAREZ, MARTIN and MARTINA, and
// short words with another letter are two. A score from seeing and spelling, not a probability.
bool is_one_word(std::string_view a, std::string_view b);

}  // namespace cotejo::mx
