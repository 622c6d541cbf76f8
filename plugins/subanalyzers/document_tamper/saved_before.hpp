// Whether a JPEG was saved as one before, and where it was not: the first saving leaves combs in the histograms of the
// coefficients, which what was pasted in later does not have (after T. Bianchi and A. Piva, ICASSP 2011: a mixture of
// both for each frequency, and for each block how much likelier one is than the other).
#pragma once
#include "jpeg_luma.hpp"

namespace cotejo::tamper {

struct SavedBefore {
  cv::Mat evidence;  // CV_32F, a value for each block: log likelihood of twice over once; 0 where nothing was found
  cv::Mat weight;    // CV_32F: coefficients that say something
  double share = 0;  // of the picture that was saved before, mean over the frequencies that tell
  double strength =
      0;  // how much better two savings explain the histograms than one, mean over all frequencies; 0: not at all
  int frequencies = 0;  // that tell
};

// Nothing when `stop` said so.
std::optional<SavedBefore> find_savings(const JpegLuma& luma, const cv::Mat& pixels, const Stop& stop);

}  // namespace cotejo::tamper
