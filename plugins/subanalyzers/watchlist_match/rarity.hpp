// How rare a word of a name is: the share of people in Mexico who have it.
#pragma once
#include <string_view>

namespace watchlist_match {

// People that a namesake could be among.
inline constexpr double kPopulation = 130e6;

// Shares are 0..1. Those of the most common surnames and given names are rounded and compiled by hand from what is
// widely published: their order is certain, the figures are right within a factor of two. All other words have
// kUncommon.
inline constexpr double kUncommon = 2e-4;
double share_of(std::string_view word);
bool is_common(std::string_view word);  // one of the commonest

// -ln(share): the weight of a word. HERNANDEZ 2.9, an uncommon name 8.5.
double weight_of(std::string_view word);

}  // namespace watchlist_match
