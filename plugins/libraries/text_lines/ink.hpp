// What may be print in a picture. Thread-safe.
#pragma once
#include <opencv2/core.hpp>

namespace cotejo::text {

// 255 where a pixel of `grey` (8 bits) is darker than the mean of the window by window pixels around it, by `depth` of
// their deviation and one level more, where that deviation is more than the camera's noise.
cv::Mat ink_of(const cv::Mat& grey, int window, float depth);

}  // namespace cotejo::text
