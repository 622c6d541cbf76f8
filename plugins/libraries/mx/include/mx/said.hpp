// Numbers and dates in sentences, as people say them and operators write them down: "solicito veinticinco mil pesos a
// 12 meses", "nací el tres de marzo de mil novecientos ochenta y ocho". Pure functions.
#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "mx/person.hpp"

namespace cotejo::mx {

// In the order of the sentence: 25,000.50, 25 mil, veinticinco mil. A single `un` or `una` is no number: it is an
// article. At most kMaxSaidWords words are looked at.
inline constexpr std::size_t kMaxSaidWords = 100;
std::vector<double> said_numbers(std::string_view sentence);

// The first date: 1988-03-03, 3/3/1988 (day first), 3 de marzo de 1988, in words too. Nothing without a year of four
// digits, or for a day that is not in the calendar.
std::optional<Date> said_date(std::string_view sentence);

}  // namespace cotejo::mx
