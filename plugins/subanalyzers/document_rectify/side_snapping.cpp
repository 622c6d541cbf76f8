#include "side_snapping.hpp"

#include <algorithm>
#include <cmath>

namespace cotejo::rectify {
namespace {

constexpr int kCoarse = 4;             // steps to either side
constexpr double kFar = 0.05;          // support that a side with both ends at the full reach must have more
constexpr double kLeastSupport = 0.3;  // a side without an edge stays where it is
constexpr double kLeastInside = 0.3;   // of a side: what lies outside of the photo can't be judged

struct Ends {
  float first = 0, second = 0;  // pixels along the side's normal
};

}  // namespace

Quad snapped(const OutlineJudge& judge, const Quad& quad, float reach) {
  std::array<StraightLine, 4> lines;
  for (std::size_t i = 0; i < 4; ++i) {
    const cv::Point2f a = quad[i], b = quad[(i + 1) % 4], d = b - a;
    const float length = std::max(1e-3F, std::hypot(d.x, d.y));
    const cv::Point2f normal = cv::Point2f(-d.y, d.x) / length;
    Ends best;
    double most = kLeastSupport;
    const auto consider = [&](float first, float second) {
      if (std::max(std::abs(first), std::abs(second)) > reach) return;
      const OutlineSide side = judge.side(a + normal * first, b + normal * second);
      if (side.inside < kLeastInside) return;
      const double value =
          side.support - kFar * static_cast<double>((first * first + second * second) / (2 * reach * reach));
      if (value > most) most = value, best = {first, second};
    };
    float step = reach / kCoarse;
    for (int u = -kCoarse; u <= kCoarse; ++u)
      for (int v = -kCoarse; v <= kCoarse; ++v) consider(step * static_cast<float>(u), step * static_cast<float>(v));
    for (step /= 2; step > 0.7F; step /= 2) {
      const Ends from = best;
      for (int u = -1; u <= 1; ++u)
        for (int v = -1; v <= 1; ++v)
          consider(from.first + step * static_cast<float>(u), from.second + step * static_cast<float>(v));
    }
    const cv::Point2f first = a + normal * best.first, along = b + normal * best.second - first;
    lines[i] = {first, along / std::max(1e-3F, std::hypot(along.x, along.y))};
  }
  Quad out;
  for (std::size_t i = 0; i < 4; ++i)
    if (!intersect(lines[(i + 3) % 4], lines[i], out[i])) return quad;
  return convex(out) ? out : quad;
}

}  // namespace cotejo::rectify
