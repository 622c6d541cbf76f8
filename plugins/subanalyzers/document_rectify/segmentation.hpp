// Quadrilaterals around blobs that stand out by colour, lightness or smoothness: for cards whose edges are soft or
// broken.
#pragma once
#include <opencv2/core.hpp>
#include <vector>

#include "quad.hpp"

namespace cotejo::rectify {

std::vector<Quad> segmented_quads(const cv::Mat& bgr);

}  // namespace cotejo::rectify
