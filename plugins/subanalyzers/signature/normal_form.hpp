// A signature without its size and place: its middle lines, each point with the direction in which the pen went.
#pragma once
#include <opencv2/core.hpp>
#include <vector>

namespace cotejo::signature {

struct LinePoint {
  float x = 0, y = 0;  // in units of the signature's own spread, from its centre
  float angle = 0;     // 0 .. pi: of the line, not of the way
};

struct NormalForm {
  std::vector<LinePoint> points;  // at most kMostPoints, evenly taken
  double aspect = 1;              // spread to the right over spread downwards
  double length = 0;              // of its lines, in units of its spread
  double roughness = 0;           // how much the line turns over a short distance; high for a slow, trembling pen
  double unevenness = 0;  // variation of the pen's width relative to its mean; low for a slow pen, which presses evenly
  double ends = 0, crossings = 0;  // per length
  bool empty() const { return points.empty(); }
};

inline constexpr std::size_t kMostPoints = 500;

// `mask`: 255 where the pen was. Empty when that is less than a signature.
NormalForm normal_form(const cv::Mat& mask);

}  // namespace cotejo::signature
