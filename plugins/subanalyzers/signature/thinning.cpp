#include "thinning.hpp"

#include <array>
#include <vector>

namespace cotejo::signature {
namespace {

constexpr int kRounds = 24;  // a pen is thinner than twice as many pixels; what is thicker is no line

// Neighbours clockwise from the top.
std::array<int, 8> neighbours(const cv::Mat& picture, int y, int x) {
  const auto* up = picture.ptr<uchar>(y - 1);
  const auto* row = picture.ptr<uchar>(y);
  const auto* down = picture.ptr<uchar>(y + 1);
  return {up[x], up[x + 1], row[x + 1], down[x + 1], down[x], down[x - 1], row[x - 1], up[x - 1]};
}

bool may_go(const std::array<int, 8>& p, bool second) {
  int count = 0, rises = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    count += p[i];
    rises += p[i] == 0 && p[(i + 1) % 8] == 1 ? 1 : 0;
  }
  if (count < 2 || count > 6 || rises != 1) return false;
  return second ? p[0] * p[2] * p[6] == 0 && p[0] * p[4] * p[6] == 0
                : p[0] * p[2] * p[4] == 0 && p[2] * p[4] * p[6] == 0;
}

}  // namespace

cv::Mat thinned(const cv::Mat& mask) {
  cv::Mat picture(mask.rows + 2, mask.cols + 2, CV_8UC1, cv::Scalar(0));
  for (int y = 0; y < mask.rows; ++y)
    for (int x = 0; x < mask.cols; ++x) picture.at<uchar>(y + 1, x + 1) = mask.at<uchar>(y, x) ? 1 : 0;
  std::vector<cv::Point> gone;
  bool changed = true;
  for (int round = 0; changed && round < kRounds; ++round) {
    changed = false;
    for (const bool second : {false, true}) {
      gone.clear();
      for (int y = 1; y <= mask.rows; ++y)
        for (int x = 1; x <= mask.cols; ++x)
          if (picture.at<uchar>(y, x) && may_go(neighbours(picture, y, x), second)) gone.emplace_back(x, y);
      for (const auto& p : gone) picture.at<uchar>(p) = 0;
      changed |= !gone.empty();
    }
  }
  cv::Mat out = picture(cv::Rect(1, 1, mask.cols, mask.rows)) * 255;
  return out;
}

}  // namespace cotejo::signature
