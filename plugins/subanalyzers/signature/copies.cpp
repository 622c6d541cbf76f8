#include "copies.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace cotejo::signature {
namespace {

constexpr int kWide = 240;            // pixels at which they are laid over one another
constexpr double kOtherShape = 0.12;  // difference of the aspects from which they cannot be the same
constexpr int kShift = 3;

cv::Mat soft(const cv::Mat& mask, cv::Size size) {
  cv::Mat out;
  cv::resize(mask, out, size, 0, 0, cv::INTER_AREA);
  out.convertTo(out, CV_32F, 1.0 / 255);
  cv::GaussianBlur(out, out, {}, 1.1);
  return out;
}

double correlation(const cv::Mat& a, const cv::Mat& b) {
  return a.dot(b) / std::sqrt(a.dot(a) * b.dot(b) + 1e-9);
}

}  // namespace

double overlap(const cv::Mat& a, const cv::Mat& b) {
  if (a.empty() || b.empty()) return 0;
  const double shape = std::log((static_cast<double>(a.cols) / a.rows) / (static_cast<double>(b.cols) / b.rows));
  if (std::abs(shape) > kOtherShape) return 0;
  const int high = std::clamp(cvRound(static_cast<double>(kWide) * a.rows / a.cols), 24, 2 * kWide);
  const cv::Mat fixed = soft(a, {kWide, high});
  double best = 0;
  for (const int grow : {-4, -2, 0, 2, 4}) {
    const cv::Mat other = soft(b, {kWide + grow, std::max(8, high + grow * high / kWide)});
    cv::Mat field(high + 4 * kShift, kWide + 4 * kShift + 8, CV_32F, cv::Scalar(0));
    const cv::Rect middle(2 * kShift, 2 * kShift, kWide, high);
    const cv::Rect at = cv::Rect({2 * kShift - grow / 2, 2 * kShift}, other.size()) & cv::Rect({0, 0}, field.size());
    other(cv::Rect({0, 0}, at.size())).copyTo(field(at));
    for (int dy = -kShift; dy <= kShift; ++dy)
      for (int dx = -kShift; dx <= kShift; ++dx)
        best = std::max(best, correlation(fixed, field(middle + cv::Point(dx, dy))));
  }
  return best;
}

}  // namespace cotejo::signature
