#include "places/position.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace cotejo::places {
namespace {

constexpr double kEarthRadius = 6371.0088;  // km, mean of the axes of WGS 84
constexpr double kRadian = std::numbers::pi / 180;

}  // namespace

double km_between(const Position& a, const Position& b) {
  const double north = std::sin((b.latitude - a.latitude) * kRadian / 2);
  const double east = std::sin((b.longitude - a.longitude) * kRadian / 2);
  const double h = north * north + std::cos(a.latitude * kRadian) * std::cos(b.latitude * kRadian) * east * east;
  return 2 * kEarthRadius * std::asin(std::sqrt(std::clamp(h, 0.0, 1.0)));
}

double km_to_path(const Position& from, std::span<const Position> path) {
  const double east = std::cos(from.latitude * kRadian);
  double least = std::numeric_limits<double>::infinity();  // square degrees on the plane
  Position nearest = from;
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    const double ax = (path[i].longitude - from.longitude) * east, ay = path[i].latitude - from.latitude;
    const double dx = (path[i + 1].longitude - path[i].longitude) * east, dy = path[i + 1].latitude - path[i].latitude;
    const double length = dx * dx + dy * dy;
    const double along = length == 0 ? 0 : std::clamp(-(ax * dx + ay * dy) / length, 0.0, 1.0);
    const double x = ax + along * dx, y = ay + along * dy;
    if (x * x + y * y >= least) continue;
    least = x * x + y * y;
    nearest = {path[i].latitude + along * (path[i + 1].latitude - path[i].latitude),
               path[i].longitude + along * (path[i + 1].longitude - path[i].longitude)};
  }
  return km_between(from, nearest);
}

}  // namespace cotejo::places
