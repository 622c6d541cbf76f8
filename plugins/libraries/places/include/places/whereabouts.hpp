// In which state a position lies, as far as it can be told: data/state_borders.inc has the borders, each with a
// tolerance within which nothing is said. Pure functions.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "places/position.hpp"

namespace cotejo::places {

enum class InCountry { yes, no, undecided };

struct NearState {
  std::string_view curp_code;
  double km = 0;  // to its border; 0 inside
};

struct Whereabouts {
  InCountry country = InCountry::no;
  std::vector<NearState> states;  // those that it may lie in, nearest first; one: it lies there
  double km_outside = 0;          // of the country's outline, 0 inside
  double km_to_usa = 0;           // to the border with the USA, from either side
};

// `km_uncertain`: how far the true position may be from this one. Coasts part no two countries: what lies off a coast
// by no more than its tolerance is in the state behind it.
Whereabouts locate(const Position& position, double km_uncertain = 0);

// At least so far from the state: 0 inside and within its borders' tolerance; nothing is a state with another code.
double km_to_state(std::string_view curp_code, const Position& position);

}  // namespace cotejo::places
