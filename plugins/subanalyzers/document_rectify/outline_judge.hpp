// Scores how much a quadrilateral looks like the outline of a card: an edge along every side that ends at the corners,
// the proportions of ID-1, an even margin, and size.
#pragma once
#include <array>

#include "edge_lines.hpp"

namespace cotejo::rectify {

struct OutlineSide {
  double support = 0;  // 0..1: how much of it has an edge along it, of one polarity and up to the corners
  double inside = 1;   // part that lies in the photo
  double beyond = 0;   // part of its continuation past both corners that has the same edge: a card's side has none
};

class OutlineJudge {
 public:
  // Borrows both.
  OutlineJudge(const Gradient& gradient, const cv::Mat& grey) : gradient_(gradient), grey_(grey) {}

  cv::Size size() const { return grey_.size(); }
  // Whether a corner may lie there: cut-off corners lie outside of the photo, but not far.
  bool near_photo(cv::Point2f corner) const;
  // Proportions and place alone; 0 for what can't be a card.
  double shape(const Quad& quad) const;
  // A part of a line that was looked along already.
  static OutlineSide side(const EdgeLine& line, float from, float to);
  OutlineSide side(cv::Point2f from, cv::Point2f to) const;
  // `frame`: sides that are the photo's own border.
  double score(const Quad& quad, const std::array<OutlineSide, 4>& sides, const std::array<bool, 4>& frame) const;
  double score(const Quad& quad) const;
  // How even the margin inside of a quadrilateral is, 0.3..1. A card's margin is blank or of fine lines; where print or
  // a desk draws a frame, it is not.
  double margin(const Quad& quad) const;

 private:
  const Gradient& gradient_;
  const cv::Mat& grey_;
};

}  // namespace cotejo::rectify
