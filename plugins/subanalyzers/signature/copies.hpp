// Two signatures that are the same to the pixel: nobody signs so.
#pragma once
#include <opencv2/core.hpp>

namespace cotejo::signature {

// 0..1: how much of the ink of both lies on the other's, at the best of small shifts and sizes. `a` and `b`: masks, cut
// to their ink. Two signings of one hand stay below kIdentical; README.md has the figures.
double overlap(const cv::Mat& a, const cv::Mat& b);
inline constexpr double kIdentical = 0.88;

}  // namespace cotejo::signature
