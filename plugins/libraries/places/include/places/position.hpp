// Positions on the earth and the distances between them. Pure functions.
#pragma once
#include <span>

namespace cotejo::places {

struct Position {
  double latitude = 0;   // degrees, north positive
  double longitude = 0;  // degrees, east positive
};

// Kilometres along the great circle of a sphere (haversine). Because of the earth's flattening the error is up to half
// a per cent, 5 m in 1 km. A geodesic library would not help, since borders are known only to kilometres here.
double km_between(const Position& a, const Position& b);

// Kilometres from `from` to the nearest point of the line through these points, which is straight between them on the
// plane that touches the earth at `from`. Accurate to one per cent up to 500 km; anywhere in Mexico it is at least two
// thirds of the true distance.
double km_to_path(const Position& from, std::span<const Position> path);

}  // namespace cotejo::places
