// How well a face can be compared with another one. A score, not a probability.
#pragma once
#include "landmarks.hpp"

namespace faces {

struct Quality {
  double size = 0;       // by the distance between the eyes
  double frontal = 0;    // by yaw and pitch
  double sharpness = 0;  // of the aligned crop
  double exposure = 0;
  // 0..1: the product, so that one bad part is enough for a low quality.
  double overall() const { return size * frontal * sharpness * exposure; }
};

// `aligned` is what align() returned for `points`.
Quality measure_quality(const cv::Mat& aligned, const Landmarks& points);

// Standard deviation of luminance (0..1) and mean saturation (0..1) inside a face: a ghost image is paler than the
// portrait.
struct Tone {
  double contrast = 0, saturation = 0;
};
Tone measure_tone(const cv::Mat& image, const cv::Rect2f& face);

}  // namespace faces
