// The part of a map that differs most from the rest of it.
#pragma once
#include <opencv2/core.hpp>
#include <vector>

namespace cotejo::tamper {

struct Outlier {
  double deviations = 0;      // how far the part's mean lies from that of the rest; signed
  double difference = 0;      // of the means
  double part = 0, rest = 0;  // the two means
  cv::Rect where;             // cells
};

// `values` and `weights` are CV_32F; a cell counts by its weight, cells without do not. `candidates` are judged beside
// windows of all sizes that hold between `least` and half of the weight.
Outlier most_different(const cv::Mat& values, const cv::Mat& weights, double least,
                       const std::vector<cv::Rect>& candidates = {});

}  // namespace cotejo::tamper
