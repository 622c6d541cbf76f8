// The strength and direction of the change of brightness or colour at each pixel of a photo.
#pragma once
#include <opencv2/core.hpp>

namespace cotejo::rectify {

// Strength, of 1, from which a change counts as an edge.
inline constexpr float kEdge = 0.4F;

// The strongest colour channel's gradient at each pixel.
struct Gradient {
  cv::Mat xy;         // 16-bit signed, two channels; continuous
  float typical = 1;  // what counts as an edge: a change of this size has a strength of one half

  // The strongest change to the light and to the dark along `normal` within two pixels of a point: 0..1 each.
  struct Across {
    float lighter = 0, darker = 0;
    int lighter_at = 0;   // pixels along the normal
    bool inside = false;  // the point lies in the photo
  };
  Across across(cv::Point2f point, cv::Point2f normal) const;

  // The same, to the light and to the dark, at `count` points from `first` on, a `step` apart.
  void along(cv::Point2f first, cv::Point2f step, int count, cv::Point2f normal, float* lighter, float* darker) const;

  cv::Size size() const { return xy.size(); }
};

Gradient gradient_of(const cv::Mat& bgr);

}  // namespace cotejo::rectify
