// Shows suspicious places as a picture for people.
#pragma once
#include <opencv2/core.hpp>

namespace cotejo::tamper {

// `heat` (0..1) over a pale copy of what it lies on: yellow to red, BGR. `grey` may be empty.
cv::Mat heat_map(const cv::Mat& heat, const cv::Mat& grey);

}  // namespace cotejo::tamper
