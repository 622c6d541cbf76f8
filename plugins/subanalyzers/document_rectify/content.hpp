// Which side of a card this is and which way is up, told by what is printed: a machine-readable zone runs along the
// bottom of a back, a portrait stands on the left of a front.
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
  double print = 0;          // part of the area that differs from the ground: text, picture
};

// `card`: a warped card, 1011x638, upright or upside down.
Content look_at(const cv::Mat& card);

}  // namespace cotejo::rectify
