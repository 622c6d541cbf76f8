// Finds the window of a picture whose history differs most from the rest, in maps of evidence.
#pragma once
#include <opencv2/core.hpp>

namespace cotejo::tamper {

// Three maps (CV_32F) over the same cells: how far what was seen lies towards the other history, how far it would lie
// if all of it had that history, and the variance without it.
struct Evidence {
  cv::Mat found, expected, variance;
};

struct Window {
  cv::Rect cells;
  double evidence = 0;  // log likelihood of the other history there over its absence; 0: nothing speaks for it
};

// Of windows of all sizes within `within` that hold at least `least` of what is expected, and at most half of all.
Window most_evidence(const Evidence& evidence, const cv::Rect& within, double least);

// The same over a few sizes only, where `expected` is the variance too: to choose among many maps.
double quick_look(const cv::Mat& found, const cv::Mat& expected);

}  // namespace cotejo::tamper
