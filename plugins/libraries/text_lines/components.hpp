// The connected parts of a mask, by what finding marks of print needs of them: several times as quick as labelling each
// pixel. Thread-safe.
#pragma once
#include <opencv2/core.hpp>
#include <vector>

namespace cotejo::text {

struct Component {
  cv::Rect box;
  int area = 0;  // pixels
};

// `mask`: 8 bits a pixel, any value but zero belongs to a part; pixels are connected to their eight neighbours. The
// order is that of cv::connectedComponentsWithStats: by the first square of two by two pixels that holds one of the
// part's, from top to bottom and from left to right.
std::vector<Component> components_of(const cv::Mat& mask);

}  // namespace cotejo::text
