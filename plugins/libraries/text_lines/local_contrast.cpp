#include "local_contrast.hpp"

#include <cmath>
#include <opencv2/imgproc.hpp>

namespace cotejo::text {

cv::Mat local_contrast(const cv::Mat& strip, int width, float noise) {
  const cv::Size window(width, 2 * strip.rows + 1);
  cv::Mat grey, mean, square;
  strip.convertTo(grey, CV_32F);
  cv::boxFilter(grey, mean, CV_32F, window, cv::Point(-1, -1), true, cv::BORDER_REFLECT_101);
  cv::sqrBoxFilter(grey, square, CV_32F, window, cv::Point(-1, -1), true, cv::BORDER_REFLECT_101);
  for (int y = 0; y < grey.rows; ++y) {
    auto* value = grey.ptr<float>(y);
    const auto *average = mean.ptr<float>(y), *squared = square.ptr<float>(y);
    for (int x = 0; x < grey.cols; ++x)
      value[x] = (value[x] - average[x]) / (std::sqrt(std::max(0.0F, squared[x] - average[x] * average[x])) + noise);
  }
  return grey;
}

}  // namespace cotejo::text
