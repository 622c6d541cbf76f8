#include "halves.hpp"

#include <cmath>

#include "card_warp.hpp"
#include "text_lines.hpp"

namespace cotejo::rectify {
namespace {

// A copy this much smaller than asked for loses nothing that can be seen.
constexpr double kNearlyEnough = 0.9;

}  // namespace

const cv::Mat& Halves::at_least(double& scale) {
  std::size_t level = 0;
  double here = 1;
  while (here / 2 >= kNearlyEnough * scale) {
    ++level, here /= 2;
    if (photos_.size() <= level) photos_.push_back(text::halved(photos_.back()));
  }
  scale = here;
  return photos_[level];
}

const cv::Mat& Halves::around(const Quad& quad, int card_width, double& scale) {
  const cv::Point2f side = quad[1] - quad[0];
  scale = card_width / std::max(1.0, static_cast<double>(std::hypot(side.x, side.y)));
  return at_least(scale);
}

cv::Mat Halves::warped(const Quad& quad, cv::Size card) {
  double scale = 1;
  const cv::Mat& source = around(quad, card.width, scale);
  return rectify::warped(source, to_picture(scaled(quad, scale), card), card);
}

}  // namespace cotejo::rectify
