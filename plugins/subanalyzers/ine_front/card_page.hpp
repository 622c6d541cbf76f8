// A card's text as the first network reads it: lines, labels, and single letters near them.
#pragma once
#include "front_models.hpp"
#include "labels.hpp"

namespace cotejo::ine_front {

struct CardPage {
  cv::Mat grey;
  CardText text;
  std::vector<text_reading::TextLine> narrow;     // single letters: found, and read only where a field needs one
  std::vector<text_reading::TextLine> no_text{};  // found and read, and no letters
};

// Once `stop` returns true, the result has no text.
CardPage read_page(const cv::Mat& bgr, const FrontModels& models, const text_reading::Stop& stop = {});

}  // namespace cotejo::ine_front
