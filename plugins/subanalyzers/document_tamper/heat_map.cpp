#include "heat_map.hpp"

#include <opencv2/imgproc.hpp>

namespace cotejo::tamper {
namespace {

constexpr int kLongest = 640;   // pixels: under COTEJO_KEPT_PIXELS for any shape
constexpr double kPale = 0.45;  // of the picture's contrast that is left under the map
constexpr float kFaint = 0.08F;

}  // namespace

cv::Mat heat_map(const cv::Mat& heat, const cv::Mat& grey) {
  const cv::Size from = grey.empty() ? heat.size() : grey.size();
  const double scale = static_cast<double>(kLongest) / std::max(from.width, from.height);
  const cv::Size size(std::max(1, static_cast<int>(from.width * scale)),
                      std::max(1, static_cast<int>(from.height * scale)));
  cv::Mat ground(size, CV_8UC1, cv::Scalar(255)), out, strength;
  if (!grey.empty()) {
    cv::resize(grey, ground, size, 0, 0, cv::INTER_AREA);
    ground.convertTo(ground, -1, kPale, 255 * (1 - kPale));
  }
  cv::cvtColor(ground, out, cv::COLOR_GRAY2BGR);
  cv::resize(heat, strength, size, 0, 0, cv::INTER_LINEAR);
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x) {
      const float h = std::min(1.0F, strength.at<float>(y, x));
      if (h < kFaint) continue;
      auto& pixel = out.at<cv::Vec3b>(y, x);
      const float cover = 0.25F + 0.55F * h;
      const cv::Vec3f colour(20, 200 * (1 - h), 255);
      for (int c = 0; c < 3; ++c) pixel[c] = cv::saturate_cast<uchar>(pixel[c] * (1 - cover) + colour[c] * cover);
    }
  return out;
}

}  // namespace cotejo::tamper
