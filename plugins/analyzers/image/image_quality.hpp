// How well a picture was taken. Scores, not probabilities; each is defined so that it means the same for any
// resolution.
#pragma once
#include <opencv2/core.hpp>

namespace image_analyzer {

struct Quality {
  // 0 blurred .. 1 sharp: how much of the finest contrast a further blur takes away, over the most detailed quarter of
  // the picture (so that a sharp card on a blurred desk counts as sharp).
  double sharpness = 0;
  // Mean luminance, 0 black .. 1 white.
  double exposure = 0;
  // Share of the picture under burnt-out spots with soft edges and nothing left inside. White paper with crisp edges
  // does not count.
  double glare = 0;
};

Quality measure_quality(const cv::Mat& bgr);

}  // namespace image_analyzer
