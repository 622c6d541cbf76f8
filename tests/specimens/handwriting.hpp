// Hands of fictional people: each signs alike every time and never the same, and badly what others sign.
//
// A hand is a row of swings of a pen, capital first, often with a flourish at the end. Signing moves every turn a
// little (as far as the person is inconsistent), and slants, stretches and presses a little differently. Whoever traces
// a signature gets its proportions wrong, draws slowly with a trembling line of even pressure, and stops.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "random.hpp"

namespace cotejo::specimens {

struct PenPoint {
  double x = 0, y = 0;  // y downwards
  double pressure = 1;  // share of the pen's width
};
using PenStroke = std::vector<PenPoint>;

struct Writing {
  std::vector<PenStroke> strokes;
  double pen = 1.2;               // points or pixels
  cv::Scalar colour{30, 20, 20};  // BGR
  [[nodiscard]] cv::Rect2d box() const;
};

class Hand {
 public:
  explicit Hand(Random random);
  // In units of about a small letter's height; the pen is for the one who places it to choose.
  [[nodiscard]] Writing sign(Random random) const;
  [[nodiscard]] double slant() const { return slant_; }

 private:
  struct Turn {
    double x, y;
  };
  std::vector<std::vector<Turn>> strokes_;
  double slant_ = 0, inconsistency_ = 0.05;
};

// What somebody makes of a signature that lies before them.
Writing traced(const Writing& seen, const Hand& forger, Random random);

// As large as fits into the box, around its middle.
Writing placed(const Writing& writing, cv::Rect2d box);

void draw_writing(cv::Mat& canvas, const Writing& writing, double opacity);

}  // namespace cotejo::specimens
