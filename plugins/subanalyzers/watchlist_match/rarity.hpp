// How much a word of a name tells: what share of people in Mexico bear it.
#pragma once
#include <string_view>

namespace watchlist_match {

// People that a namesake could be among.
inline constexpr double kPopulation = 130e6;

// 0..1. Of the commonest surnames and given names a rounded share, compiled by hand from what is widely published (the
// order is sure, the figures are good to a factor of two); for all others kUncommon.
inline constexpr double kUncommon = 2e-4;
double share_of(std::string_view word);

// -ln(share): the weight of a word. HERNANDEZ 2.9, an uncommon name 8.5.
double weight_of(std::string_view word);

}  // namespace watchlist_match
