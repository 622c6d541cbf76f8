// Finds the state in which a position lies. data/state_borders.inc has the borders, each with a tolerance within which
// the answer is left open. Pure functions.
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
  std::vector<NearState> states;  // the states that it may lie in, nearest first; when there is only one, it lies there
  double km_outside = 0;          // of the country's outline, 0 inside
  double km_to_usa = 0;           // to the border with the USA, from either side
};

// `km_uncertain`: how far the true position may be from this one. A coast is not a border between countries: a position
// off the coast, within the tolerance, is in the state behind it.
Whereabouts locate(const Position& position, double km_uncertain = 0);

// The least possible distance in kilometres from the state: 0 inside it and within the tolerance of its borders.
double km_to_state(std::string_view curp_code, const Position& position);

}  // namespace cotejo::places
