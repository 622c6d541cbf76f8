// A display that shows a video, and a camera held before it.
#pragma once

#include <opencv2/core.hpp>

#include "random.hpp"

namespace cotejo::specimens {

class Display {
 public:
  explicit Display(Random random);
  // The time of the video's picture that is shown at `t` seconds: displays show whole pictures.
  [[nodiscard]] double shown_time(double t) const;
  // What the camera sees of `shown` at `t` seconds, in a picture of the same size.
  [[nodiscard]] cv::Mat photographed(const cv::Mat& shown, double t) const;

 private:
  Random random_;
  double share_;          // of the camera's picture that the display fills; above 1 no border is in it
  double pitch_, depth_;  // of the display's pixels: in camera pixels, and how much darker the gaps are
  double gamma_, black_;  // of the display: exponent, and the grey of its black
  double band_, band_height_, band_speed_;  // stripes of the backlight: depth, share of the picture's height, hertz
  double cadence_;                          // pictures a second
  double phases_[5], rates_[5];             // of the hand
  cv::Point2d lean_[4];                     // of the display's corners, shares of its size
  cv::Scalar tint_;
  cv::Point2d glare_;  // where a lamp is reflected, shares of the picture
  double glare_strength_;
};

}  // namespace cotejo::specimens
