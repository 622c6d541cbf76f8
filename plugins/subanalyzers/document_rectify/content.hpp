// Tells from the print which side of a card this is and which way is up: a back has a machine-readable zone along the
// bottom, a front has a portrait on the left.
#pragma once
#include <opencv2/core.hpp>

namespace cotejo::rectify {

enum class Side { front, back };

struct Content {
  Side side = Side::front;
  double side_score = 0;     // 0..1; not a probability
  bool upside_down = false;  // the card must be turned by half a turn
  double upright_score = 0;  // 0..1; not a probability
  int rows = 0;              // of text; a card has several
  double askew = 0;          // median slope of its rows: the rows of a well cut card run level
  double crosswise = 0;      // part of its marks in rows that run across: a page that was taken for a card
  double row_height = 0;     // median, in pixels of the card
  double reach = 0;          // part of the card's width and height that its rows extend over, the smaller one
  double read = 0;           // how clearly capitals were read in some row, summed
  double print = 0;          // part of the area that differs from the ground: text, picture
};

// How much the rows look like those of a well cut card, 0..1: they are level, as high as a card's, and leave a margin.
// Not a probability.
double well_cut(const Content& content);

// Only how the rows run: of a small grey card, kGlanceWidth wide.
inline constexpr int kGlanceWidth = 640;
Content glance_at(const cv::Mat& grey_card);

// `card`: a warped card, 1011x638, upright or upside down.
Content look_at(const cv::Mat& card);

}  // namespace cotejo::rectify
