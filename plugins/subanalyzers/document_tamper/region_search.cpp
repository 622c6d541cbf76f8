#include "region_search.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace cotejo::tamper {
namespace {

// Sides of windows in cells: words, lines, fields, portraits.
constexpr std::array kSides{2, 3, 4, 6, 9, 13, 19, 28};
constexpr double kMostOfAll = 0.5;  // of the weight: beyond, the rest is the part
constexpr double kLongest = 14;     // side ratio of a window

class Sums {
 public:
  Sums(const cv::Mat& values, const cv::Mat& weights) {
    const cv::Mat weighted = values.mul(weights);
    cv::integral(weighted, value_, CV_64F);
    cv::integral(weights, weight_, CV_64F);
    cv::integral(weighted.mul(values), square_, CV_64F);
    all_ = cv::Rect(0, 0, values.cols, values.rows);
    total_weight_ = over(weight_, all_);
    mean_ = total_weight_ > 0 ? over(value_, all_) / total_weight_ : 0;
    spread_ = total_weight_ > 0 ? std::sqrt(std::max(1e-9, over(square_, all_) / total_weight_ - mean_ * mean_)) : 1;
  }

  double weight() const { return total_weight_; }

  void judge(const cv::Rect& part, double least, Outlier& best) const {
    const double weight = over(weight_, part);
    if (weight < least || weight > kMostOfAll * total_weight_) return;
    const double sum = over(value_, part), rest_weight = total_weight_ - weight;
    const double mean = sum / weight, rest = (mean_ * total_weight_ - sum) / rest_weight;
    const double deviations = (mean - rest) / spread_ * std::sqrt(weight * rest_weight / total_weight_);
    if (std::abs(deviations) <= std::abs(best.deviations)) return;
    best = {deviations, mean - rest, mean, rest, part};
  }

 private:
  static double over(const cv::Mat& integral, const cv::Rect& r) {
    return integral.at<double>(r.y, r.x) - integral.at<double>(r.y, r.br().x) - integral.at<double>(r.br().y, r.x) +
           integral.at<double>(r.br().y, r.br().x);
  }

  cv::Mat value_, weight_, square_;
  cv::Rect all_;
  double total_weight_ = 0, mean_ = 0, spread_ = 1;
};

}  // namespace

Outlier most_different(const cv::Mat& values, const cv::Mat& weights, double least,
                       const std::vector<cv::Rect>& candidates) {
  Outlier best;
  const Sums sums(values, weights);
  if (sums.weight() < 2 * least) return best;
  const cv::Rect all(0, 0, values.cols, values.rows);
  for (const auto& candidate : candidates)
    if (const cv::Rect part = candidate & all; !part.empty()) sums.judge(part, least, best);
  for (const int height : kSides)
    for (const int width : kSides) {
      if (width > values.cols || height > values.rows || width > kLongest * height || height > kLongest * width)
        continue;
      const int step = std::max(1, std::min(width, height) / 3);
      for (int y = 0; y + height <= values.rows; y += step)
        for (int x = 0; x + width <= values.cols; x += step) sums.judge({x, y, width, height}, least, best);
    }
  return best;
}

}  // namespace cotejo::tamper
