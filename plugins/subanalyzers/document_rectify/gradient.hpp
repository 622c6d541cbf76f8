// How strongly, and in which direction, a photo changes at each pixel.
#pragma once
#include <opencv2/core.hpp>

namespace cotejo::rectify {

// Strength, of 1, from which a change counts as an edge.
inline constexpr float kEdge = 0.4F;

// The strongest colour channel's gradient at each pixel.
struct Gradient {
  cv::Mat x, y;       // 16-bit signed
  float typical = 1;  // what counts as an edge: a change of this size has a strength of one half

  // The strongest change to the light and to the dark along `normal` within two pixels of a point: 0..1 each.
  struct Across {
    float lighter = 0, darker = 0;
    int lighter_at = 0;   // pixels along the normal
    bool inside = false;  // the point lies in the photo
  };
  Across across(cv::Point2f point, cv::Point2f normal) const;
};

Gradient gradient_of(const cv::Mat& bgr);

}  // namespace cotejo::rectify
