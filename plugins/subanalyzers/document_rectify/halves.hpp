// A photo at full size, half size, a quarter and so on. Each size is made when it is first needed, so that every step
// can work at the smallest size that is good enough.
#pragma once
#include <opencv2/core.hpp>
#include <vector>

#include "quad.hpp"

namespace cotejo::rectify {

class Halves {
 public:
  explicit Halves(const cv::Mat& photo) : photos_{photo} {}

  cv::Size size() const { return photos_[0].size(); }
  // The smallest copy that has at least the given scale; `scale` becomes the scale of the copy.
  const cv::Mat& at_least(double& scale);
  // The smallest copy in which the card is at least `card_width` pixels wide; a larger one would alias.
  const cv::Mat& around(const Quad& quad, int card_width, double& scale);
  cv::Mat warped(const Quad& quad, cv::Size card);

 private:
  std::vector<cv::Mat> photos_;
};

}  // namespace cotejo::rectify
