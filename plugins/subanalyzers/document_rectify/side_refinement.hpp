// Moves the sides of an outline onto the edges of the full-size photo.
#pragma once
#include <opencv2/core.hpp>

#include "quad.hpp"

namespace cotejo::rectify {

// `reach`: pixels that a side may be off.
Quad refine(const cv::Mat& bgr, const Quad& quad, double reach);

}  // namespace cotejo::rectify
