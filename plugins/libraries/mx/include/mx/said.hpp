// Numbers and dates in sentences, as people say them and operators write them down: "solicito veinticinco mil pesos a
// 12 meses", "nací el tres de marzo de mil novecientos ochenta y ocho". Pure functions.
#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "mx/person.hpp"

namespace cotejo::mx {

// All numbers in the order of the sentence: 25,000.50, 25.000, 25 mil, 25k, veinticinco mil. Three digits after each
// point part thousands, as after commas. `un` or `una` alone is an article and not a number. Words beyond kMaxSaidWords
// are ignored.
inline constexpr std::size_t kMaxSaidWords = 100;
std::vector<double> said_numbers(std::string_view sentence);

// The first date in the sentence: 1988-03-03, 1988/3/3, 3/3/1988 (day first), 3.3.88, 03/mar/1988, 19880303, 3 de marzo
// de 1988, marzo 3, 1988, or in words. A year of two digits is the one next to `about`, and none without it. None for a
// day that does not exist.
std::optional<Date> said_date(std::string_view sentence, std::optional<Date> about = {});

}  // namespace cotejo::mx
