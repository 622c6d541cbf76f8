// Whole numbers in Spanish words, and Roman numerals: both are spelled out in the names of companies.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cotejo::mx {

// "QUINIENTOS CINCO"; 0..999999999, nothing outside.
std::optional<std::string> spanish_words(long number);

// What one word stands for, 0..900: UNO, VEINTIUN, CUARENTA, CIEN, QUINIENTAS. Nothing for MIL, and for other words.
std::optional<long> spanish_number_word(std::string_view word);

// The value of a Roman numeral in its usual spelling, 1..3999: "XXI" is 21, "IIX" is nothing.
std::optional<int> roman_value(std::string_view text);

}  // namespace cotejo::mx
