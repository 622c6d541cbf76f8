// The area of a postal code, as far as it is known: the circle around a city or borough (data/postal_areas.inc), or the
// whole state. Pure functions.
#pragma once
#include <optional>
#include <string_view>

#include "places/position.hpp"

namespace cotejo::places {

struct Circle {
  Position centre;
  double km = 0;  // radius
};

struct PostalArea {
  std::string_view state;        // CURP code
  std::string_view name;         // of the city or borough; empty: only the state is known
  std::optional<Circle> circle;  // with the name
};

// None when no state has this postal code.
std::optional<PostalArea> area_of_postal_code(std::string_view five_digits);

// The least possible distance in kilometres from the area; 0 inside.
double km_to(const PostalArea& area, const Position& position);
double km_to(const Circle& circle, const Position& position);

}  // namespace cotejo::places
