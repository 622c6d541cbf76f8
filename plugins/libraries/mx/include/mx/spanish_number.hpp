// Whole numbers in Spanish words, and Roman numerals: both are spelled out in the names of companies.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cotejo::mx {

// "QUINIENTOS CINCO"; 0..999999, nothing outside.
std::optional<std::string> spanish_words(long number);

// The value of a Roman numeral in its usual spelling, 1..3999: "XXI" is 21, "IIX" is nothing.
std::optional<int> roman_value(std::string_view text);

}  // namespace cotejo::mx
