// Normalises the contrast along a strip of text, so that a letter looks the same to a network in light and in shadow.
#pragma once
#include <opencv2/core.hpp>

namespace cotejo::text {

// Of a strip of 8-bit grey: how far each pixel stands from the mean around it, in standard deviations (CV_32F). The
// surroundings are `width` pixels wide and as high as the strip: about three letters, wide enough to hold ink and
// ground everywhere, narrow enough to follow a shadow's edge. Below `noise` grey levels of deviation, what looks like
// texture is noise and is not amplified.
cv::Mat local_contrast(const cv::Mat& strip, int width, float noise);

}  // namespace cotejo::text
