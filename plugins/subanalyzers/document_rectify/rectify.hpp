// Finds a card in a photo and cuts it out upright.
#pragma once
#include <functional>
#include <opencv2/core.hpp>
#include <optional>

#include "content.hpp"
#include "outline.hpp"

namespace cotejo::rectify {

struct Limits {
  double least_score = 0.40;  // of outline and content together; below it no candidate is taken as a card
  int least_rows = 3;         // of text on it
};

struct Rectified {
  Quad quad;  // corners of the card in the photo: top left, top right, bottom right, bottom left of the upright card
  Outline outline;
  Content content;
  double score = 0;      // 0..1, how much outline and content together look like a card; not a probability
  bool cut_off = false;  // a corner lies outside of the photo
  bool several = false;  // the same side of another card lies beside it
  cv::Mat card;          // BGR, 1011x638, upright; what lies outside of the photo is grey
};

// `stop` is asked between the steps.
std::optional<Rectified> rectify(const cv::Mat& photo, const Limits& limits = {},
                                 const std::function<bool()>& stop = {});

}  // namespace cotejo::rectify
