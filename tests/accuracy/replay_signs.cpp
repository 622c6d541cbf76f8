#include "replay_signs.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace cotejo::accuracy {
namespace {

cv::Mat grey_of(const cv::Mat& frame) {
  cv::Mat grey;
  cv::cvtColor(frame, grey, cv::COLOR_BGR2GRAY);
  return grey;
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

double quantile(const cv::Mat& bytes, double share) {
  std::vector<std::uint8_t> all(bytes.begin<std::uint8_t>(), bytes.end<std::uint8_t>());
  const auto at = all.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(all.size() - 1));
  std::nth_element(all.begin(), at, all.end());
  return *at;
}

}  // namespace

double banding(const Frames& frames) {
  std::vector<cv::Mat> rows;
  for (const auto& frame : frames) {
    cv::Mat grey, mean;
    grey_of(frame).convertTo(grey, CV_32F, 1, 8);
    cv::log(grey, grey);
    cv::reduce(grey, mean, 1, cv::REDUCE_AVG);
    cv::blur(mean, mean, {1, 9});
    rows.push_back(mean);
  }
  std::vector<double> all;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (rows[i].size() != rows[i - 1].size()) continue;
    cv::Scalar mean, deviation;
    cv::meanStdDev(rows[i] - rows[i - 1], mean, deviation);
    all.push_back(deviation[0]);
  }
  return median(all);
}

double black_level(const Frames& frames) {
  std::vector<double> all;
  for (const auto& frame : frames) all.push_back(quantile(grey_of(frame), 0.01));
  return median(all);
}

double gamut(const Frames& frames) {
  std::vector<double> all;
  for (const auto& frame : frames) {
    cv::Mat hsv, saturation;
    cv::cvtColor(frame, hsv, cv::COLOR_BGR2HSV);
    cv::extractChannel(hsv, saturation, 1);
    all.push_back(quantile(saturation, 0.95));
  }
  return median(all);
}

double border_sides(const Frames& frames, const std::vector<cv::Rect2f>& faces) {
  std::vector<double> all;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    cv::Mat edges;
    cv::Canny(grey_of(frames[i]), edges, 40, 120);
    std::vector<cv::Vec4i> lines;
    cv::HoughLinesP(edges, lines, 1, CV_PI / 180, 80, frames[i].rows * 0.35, 12);
    bool left = false, right = false, above = false, below = false;
    for (const auto& l : lines) {
      const double dx = std::abs(l[2] - l[0]), dy = std::abs(l[3] - l[1]), x = (l[0] + l[2]) / 2.0,
                   y = (l[1] + l[3]) / 2.0;
      if (dx < 0.15 * dy) (x < static_cast<double>(faces[i].x) ? left : right) = true;
      if (dy < 0.15 * dx) (y < static_cast<double>(faces[i].y) ? above : below) = true;
    }
    all.push_back(left + right + above + below);
  }
  return median(all);
}

double repeated_pictures(const Frames& frames) {
  std::vector<double> all;
  for (std::size_t i = 1; i < frames.size(); ++i)
    all.push_back(cv::norm(frames[i], frames[i - 1], cv::NORM_L1) / static_cast<double>(frames[i].total()));
  const double usual = median(all);
  return all.empty() || usual <= 0 ? 1 : *std::min_element(all.begin(), all.end()) / usual;
}

}  // namespace cotejo::accuracy
