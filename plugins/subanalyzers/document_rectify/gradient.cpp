#include "gradient.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace cotejo::rectify {

Gradient gradient_of(const cv::Mat& bgr) {
  cv::Mat dx, dy;
  cv::Sobel(bgr, dx, CV_16S, 1, 0);
  cv::Sobel(bgr, dy, CV_16S, 0, 1);
  Gradient g{cv::Mat(bgr.size(), CV_16S), cv::Mat(bgr.size(), CV_16S)};
  std::array<int, 2048> histogram{};
  for (int r = 0; r < bgr.rows; ++r) {
    const auto *a = dx.ptr<short>(r), *b = dy.ptr<short>(r);
    auto *ox = g.x.ptr<short>(r), *oy = g.y.ptr<short>(r);
    for (int c = 0; c < bgr.cols; ++c, a += 3, b += 3) {
      const int s0 = std::abs(a[0]) + std::abs(b[0]), s1 = std::abs(a[1]) + std::abs(b[1]),
                s2 = std::abs(a[2]) + std::abs(b[2]);
      const int k = s1 >= s0 ? (s2 > s1 ? 2 : 1) : (s2 > s0 ? 2 : 0);
      ox[c] = a[k], oy[c] = b[k];
      ++histogram[static_cast<std::size_t>(std::min(std::max(s0, std::max(s1, s2)), 2047))];
    }
  }
  // An edge is what stands out from the photo's usual texture and noise: half as strong as one that counts fully.
  int left = bgr.rows * bgr.cols / 2, level = 0;
  for (; level < 2047 && left > 0; ++level) left -= histogram[static_cast<std::size_t>(level)];
  g.typical = static_cast<float>(std::clamp(2 * level + 10, 18, 150));
  return g;
}

Gradient::Across Gradient::across(cv::Point2f point, cv::Point2f normal) const {
  Across out;
  float most = 0, least = 0;
  for (int k = -2; k <= 2; ++k) {
    const int px = cvRound(point.x + normal.x * static_cast<float>(k)),
              py = cvRound(point.y + normal.y * static_cast<float>(k));
    if (px < 1 || py < 1 || px >= x.cols - 1 || py >= x.rows - 1) continue;
    out.inside = true;
    const float g =
        normal.x * static_cast<float>(x.at<short>(py, px)) + normal.y * static_cast<float>(y.at<short>(py, px));
    if (g > most) most = g, out.lighter_at = k;
    least = std::min(least, g);
  }
  out.lighter = most / (most + typical);
  out.darker = -least / (typical - least);
  return out;
}

}  // namespace cotejo::rectify
