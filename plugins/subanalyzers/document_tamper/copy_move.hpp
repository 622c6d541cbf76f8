// Finds parts of a picture that occur in it twice: corners with the same surroundings, far apart, many of them shifted
// by the same distance. Then the pixels between them are compared, since print repeats letters but never the noise and
// the background around them.
#pragma once
#include "jpeg_luma.hpp"

namespace cotejo::tamper {

struct CopyMove {
  int corners = 0;      // of the largest group that moved alike
  double likeness = 0;  // of what is finer than letters, -1..1; 0: there is no group
  double ground = 0;    // the same away from letters
  double weight = 0;    // of likeness and size together: two letters alike are print, a line alike is a copy
  cv::Rect from, to;    // pixels
};

// `grey` is 8 bits.
CopyMove find_copy(const cv::Mat& grey, const Stop& stop);

}  // namespace cotejo::tamper
