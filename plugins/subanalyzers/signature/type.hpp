// Names that were typed where a hand should have signed.
#pragma once
#include <opencv2/core.hpp>

namespace cotejo::signature {

// Whether the ink is type: letters that stand apart on one base line, all drawn with the same weight, some of them
// the same to the pixel.
bool is_type(const cv::Mat& mask);

}  // namespace cotejo::signature
