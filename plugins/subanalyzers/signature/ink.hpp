// Separates the strokes of a pen from paper, print and ruled lines in the picture of a place to sign.
#pragma once
#include <opencv2/core.hpp>
#include <vector>

namespace cotejo::signature {

struct Ink {
  cv::Mat mask;        // of the picture's size: 255 where the pen was
  cv::Rect box;        // around it; empty when there is nothing
  double length = 0;   // pixels of its middle lines
  int rule = -1;       // row of the line that was printed to sign on; -1: none was seen
  bool trace = false;  // too little ink for a signature, but too much for a blank place
  bool empty() const { return box.empty(); }
};

// Dark strokes against their surroundings, whatever the light.
cv::Mat dark_strokes(const cv::Mat& grey);

// `grey`: the place, with a little of the line to sign on. `printed`: boxes of words in it, which are left out when
// they stand below that line.
Ink isolate(const cv::Mat& grey, const std::vector<cv::Rect>& printed);

// Length of the middle lines of a mask.
double stroke_length(const cv::Mat& mask);

}  // namespace cotejo::signature
