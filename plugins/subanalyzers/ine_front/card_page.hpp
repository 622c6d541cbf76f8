// A card's text as the first network reads it: lines, labels, and the single letters near them.
#pragma once
#include "front_models.hpp"
#include "labels.hpp"

namespace cotejo::ine_front {

struct CardPage {
  cv::Mat grey;
  CardText text;
  std::vector<text_reading::TextLine> narrow;  // single letters: found, and read only where a field needs one
};

CardPage read_page(const cv::Mat& bgr, const FrontModels& models);

}  // namespace cotejo::ine_front
