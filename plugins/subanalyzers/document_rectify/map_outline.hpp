// Outlines of cards from the network's map, and how well any outline agrees with it.
#pragma once
#include <optional>
#include <vector>

#include "card_map.hpp"
#include "quad.hpp"

namespace cotejo::rectify {

// Mean of all sides' bands in the map, from which the proportions of what is seen say something.
inline constexpr double kSidesToMeasure = 0.6;

struct MappedCard {
  Quad quad;         // in pixels of the picture that the map is of; the first side a long one
  double sides = 0;  // 0..1: how clearly the map shows the sides
  bool cut = false;  // the card goes on beyond the photo: the side there was put where ID-1 expects it
};

class CardView {
 public:
  // `picture`: size in whose pixels outlines are given.
  CardView(CardMap map, cv::Size picture);

  // The largest first, at most two.
  std::vector<MappedCard> cards() const;
  // 0..1: overlap of an outline with what the map calls a card.
  double overlap(const Quad& quad) const;

 private:
  Quad to_cells(const Quad& quad) const;
  Quad to_picture(const Quad& cells) const;
  Quad long_side_first(const Quad& quad) const;
  std::optional<Quad> on_bands(const Quad& quad) const;
  double sides_of(const Quad& quad) const;
  std::optional<MappedCard> card_of(const std::vector<cv::Point>& contour) const;
  double band(cv::Point2f from, cv::Point2f to, bool long_side, double* seen) const;

  CardMap map_;
  cv::Mat sides_[2];   // short, long
  cv::Point2f scale_;  // pixels of the picture to a cell
};

}  // namespace cotejo::rectify
