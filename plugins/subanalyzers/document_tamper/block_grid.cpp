#include "block_grid.hpp"

#include <cmath>
#include <opencv2/imgproc.hpp>

namespace cotejo::tamper {
namespace {

constexpr float kMostStep = 12;            // grey levels: edges of letters are no block borders
constexpr int kNear = 9, kNearAcross = 5;  // blocks of the neighbourhood, along and across a line of text

// For each of the eight phases, the mean second difference of the columns of that phase, by block.
std::optional<std::array<cv::Mat, 8>> steps_by_phase(const cv::Mat& pixels, const Stop& stop) {
  std::array<cv::Mat, 8> out;
  for (auto& phase : out) phase = cv::Mat(pixels.rows / 8, pixels.cols / 8, CV_32F, cv::Scalar(0));
  for (int y = 0; y < pixels.rows; ++y) {
    if (y % 64 == 0 && stop()) return std::nullopt;
    const float* row = pixels.ptr<float>(y);
    for (int x = 2; x + 2 < pixels.cols; ++x) {
      // A step between x - 1 and x, with flat sides.
      const float step =
          std::abs(row[x] - row[x - 1]) - (std::abs(row[x - 1] - row[x - 2]) + std::abs(row[x + 1] - row[x])) / 2;
      out[static_cast<std::size_t>(x % 8)].at<float>(y / 8, x / 8) += std::clamp(step, -kMostStep, kMostStep) / 8;
    }
  }
  return out;
}

std::optional<cv::Mat> standing_out(const cv::Mat& pixels, cv::Size near, const Stop& stop) {
  auto phases = steps_by_phase(pixels, stop);
  if (!phases) return std::nullopt;
  cv::Mat mean(phases->front().size(), CV_32F, cv::Scalar(0)), square = mean.clone();
  for (std::size_t p = 1; p < 8; ++p) {
    cv::Mat squared = (*phases)[p].mul((*phases)[p]);
    mean += (*phases)[p] / 7;
    square += squared / 7;
  }
  cv::blur(mean, mean, near);
  cv::blur(square, square, near);
  cv::Mat deviation;
  cv::sqrt(cv::max(square - mean.mul(mean), 0.05), deviation);
  cv::Mat best(mean.size(), CV_32F, cv::Scalar(0));
  for (std::size_t p = 1; p < 8; ++p) {
    if (stop()) return std::nullopt;
    cv::blur((*phases)[p], (*phases)[p], near);
    best = cv::max(best, ((*phases)[p] - mean) / deviation * std::sqrt(near.area()));
  }
  return best;
}

}  // namespace

std::optional<cv::Mat> foreign_grid(const cv::Mat& pixels, const Stop& stop) {
  const auto across = standing_out(pixels, {kNear, kNearAcross}, stop);
  if (!across) return std::nullopt;
  const auto down = standing_out(pixels.t(), {kNearAcross, kNear}, stop);
  if (!down) return std::nullopt;
  return cv::Mat(cv::min(*across, down->t()));
}

}  // namespace cotejo::tamper
