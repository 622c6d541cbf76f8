// Where a voter card is signed.
#pragma once
#include <opencv2/core.hpp>
#include <vector>

namespace cotejo::signature {

struct CardSignature {
  cv::Rect box;  // on the card
  cv::Mat mask;  // of the box's size: 255 where the pen was
  double length = 0;
};

// Pieces of handwriting on an upright card (BGR or grey), the longest first: that of the holder and of officials, whose
// order tells nothing, and of each what may be all of it or a part, since words stand apart and flourishes meet.
// `back`: above the machine-readable zone, beside codes and finger print; else only below the portrait of a front.
std::vector<CardSignature> find_signatures(const cv::Mat& card, bool back);

}  // namespace cotejo::signature
