// Measures signs that a photo shows a reproduction of a card instead of the card itself: a copy without colour, or a
// picture on a display. Plain functions over pixels.
#pragma once
#include <array>
#include <functional>
#include <opencv2/core.hpp>
#include <optional>

namespace cotejo::recapture {

using Quad = std::array<cv::Point2d, 4>;  // corners of the card in pixels of the photo, in order around it

// How much the colours of a card differ: the 97th percentile of the distance in CIELAB's a, b plane from the colour
// that even or slanting light of one colour would give. A colour cast alone adds nothing.
double colour_spread(const cv::Mat& card_bgr);

// How light the paper of a card (BGR or grey) is in the photo, 0..1: in poor light colours differ less.
double paper_light(const cv::Mat& card);

// A display's pixels stand in rows and in columns, one and the same grid over all of the card; lines and small print
// repeated behind a card's text run one way, or end at the portrait and change from one place to the next.
struct Grid {
  double strength = 0;  // of the strongest regular pattern
  // Measured where `strength` is above a limit:
  double across = 0;        // strength of the strongest one that crosses it
  bool everywhere = false;  // all places but one at most have the same pattern
};

// How much a regular grid stands out from the photo's fine structure: the strongest spatial frequency between 0.15 and
// 0.48 cycles per pixel, divided by the median around it. The result is the median over places all over the card, at
// the photo's own resolution, since warping would smooth the grid away. None when the card is too small in the photo
// (less high than a place, which would see the desk as well), or when `stop`, which is asked before each place, returns
// true.
using Stop = std::function<bool()>;
std::optional<Grid> measure_grid(const cv::Mat& photo_bgr, const Quad& card, double limit, const Stop& stop = {});

}  // namespace cotejo::recapture
