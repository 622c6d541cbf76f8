// Whole numbers in Spanish words, and Roman numerals. The RFC of a company spells both out.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cotejo::mx {

// A number in words, "QUINIENTOS CINCO"; none outside 0..999999999.
std::optional<std::string> spanish_words(long number);

// The value of one word, 0..900: UNO, VEINTIUN, CUARENTA, CIEN, QUINIENTAS. None for MIL and for any other word.
std::optional<long> spanish_number_word(std::string_view word);

// The value of a Roman numeral in its usual spelling, 1..3999: "XXI" is 21, while "IIX" has none.
std::optional<int> roman_value(std::string_view text);

}  // namespace cotejo::mx
