// Reduces the lines of a pen to a width of one pixel.
#pragma once
#include <opencv2/core.hpp>

namespace cotejo::signature {

// `mask`: CV_8UC1, 255 where there is ink. Zhang and Suen's thinning: the same size, 255 on the middle lines.
cv::Mat thinned(const cv::Mat& mask);

}  // namespace cotejo::signature
