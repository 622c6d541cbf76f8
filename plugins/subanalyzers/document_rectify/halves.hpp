// A photo and its halves, made when they are asked for and then kept: every step works at the smallest size that serves
// it.
#pragma once
#include <opencv2/core.hpp>
#include <vector>

#include "quad.hpp"

namespace cotejo::rectify {

class Halves {
 public:
  explicit Halves(const cv::Mat& photo) : photos_{photo} {}

  cv::Size size() const { return photos_[0].size(); }
  // Halved as often as leaves it at least as large as `scale` asks for; `scale` becomes that of what is returned.
  const cv::Mat& at_least(double& scale);
  // The smallest in which the card is as large as it will be; finer print would alias in a larger one.
  const cv::Mat& around(const Quad& quad, int card_width, double& scale);
  cv::Mat warped(const Quad& quad, cv::Size card);

 private:
  std::vector<cv::Mat> photos_;
};

}  // namespace cotejo::rectify
