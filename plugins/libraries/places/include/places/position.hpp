// Positions on the earth, and how far they lie apart. Pure functions.
#pragma once
#include <span>

namespace cotejo::places {

struct Position {
  double latitude = 0;   // degrees, north positive
  double longitude = 0;  // degrees, east positive
};

// Kilometres along a great circle of a sphere (haversine). The earth's flattening makes it wrong by half a per cent at
// most: 5 m in 1 km. Borders are known to kilometres here, so that a geodesic library would add nothing.
double km_between(const Position& a, const Position& b);

// Kilometres to the nearest point of a line through these points, straight from each to the next on a plane that
// touches the earth at `from`: within a per cent up to 500 km, and no less than two thirds of the distance anywhere in
// Mexico.
double km_to_path(const Position& from, std::span<const Position> path);

}  // namespace cotejo::places
