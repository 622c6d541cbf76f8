#include "normal_form.hpp"

#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "thinning.hpp"

namespace cotejo::signature {
namespace {

constexpr int kHeight = 140;  // pixels to which the ink is brought before it is thinned
constexpr int kWidest = 560;
constexpr double kMostGrown = 2.5;   // a dot is no signature, however large it is drawn
constexpr std::size_t kFewest = 60;  // points

// Scans differ in size: lines are compared at one.
cv::Mat scaled(const cv::Mat& mask) {
  const cv::Rect box = cv::boundingRect(mask);
  if (box.empty()) return {};
  const double scale =
      std::min({kMostGrown, static_cast<double>(kHeight) / box.height, static_cast<double>(kWidest) / box.width});
  cv::Mat soft, out;
  const cv::Size size(std::max(8, cvRound(box.width * scale)), std::max(8, cvRound(box.height * scale)));
  cv::resize(mask(box), soft, size, 0, 0, scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
  cv::GaussianBlur(soft, soft, {}, 1.2);
  cv::threshold(soft, out, 110, 255, cv::THRESH_BINARY);
  cv::copyMakeBorder(out, out, 4, 4, 4, 4, cv::BORDER_CONSTANT, cv::Scalar(0));
  return out;
}

// Directions of the lines at a scale of `sigma` pixels, from the structure tensor of the drawn lines.
cv::Mat directions(const cv::Mat& lines, double sigma) {
  cv::Mat soft, gx, gy, xx, yy, xy, angle(lines.size(), CV_32F);
  lines.convertTo(soft, CV_32F, 1.0 / 255);
  cv::GaussianBlur(soft, soft, {}, 1.0);
  cv::Sobel(soft, gx, CV_32F, 1, 0);
  cv::Sobel(soft, gy, CV_32F, 0, 1);
  cv::GaussianBlur(gx.mul(gx), xx, {}, sigma);
  cv::GaussianBlur(gy.mul(gy), yy, {}, sigma);
  cv::GaussianBlur(gx.mul(gy), xy, {}, sigma);
  for (int y = 0; y < lines.rows; ++y)
    for (int x = 0; x < lines.cols; ++x) {
      const float across = 0.5F * std::atan2(2 * xy.at<float>(y, x), xx.at<float>(y, x) - yy.at<float>(y, x));
      float along = across + std::numbers::pi_v<float> / 2;
      if (along < 0) along += std::numbers::pi_v<float>;
      angle.at<float>(y, x) = std::fmod(along, std::numbers::pi_v<float>);
    }
  return angle;
}

float turned(float a, float b) {
  const float d = std::abs(a - b);
  return std::min(d, std::numbers::pi_v<float> - d);
}

int touching(const cv::Mat& lines, int y, int x) {
  int count = 0;
  for (int dy = -1; dy <= 1; ++dy)
    for (int dx = -1; dx <= 1; ++dx) {
      const int v = y + dy, u = x + dx;
      if ((dx != 0 || dy != 0) && v >= 0 && u >= 0 && v < lines.rows && u < lines.cols && lines.at<uchar>(v, u))
        ++count;
    }
  return count;
}

}  // namespace

NormalForm normal_form(const cv::Mat& mask) {
  NormalForm out;
  const cv::Mat ink = scaled(mask);
  if (ink.empty()) return out;
  const cv::Mat lines = thinned(ink);
  std::vector<cv::Point> all;
  cv::findNonZero(lines, all);
  if (all.size() < kFewest) return out;
  double mx = 0, my = 0, vx = 0, vy = 0;
  const auto count = static_cast<double>(all.size());
  for (const auto& p : all) mx += p.x / count, my += p.y / count;
  for (const auto& p : all) vx += (p.x - mx) * (p.x - mx) / count, vy += (p.y - my) * (p.y - my) / count;
  const double spread = std::sqrt(vx + vy) + 1e-6;
  out.aspect = std::sqrt((vx + 1) / (vy + 1));
  out.length = count / spread;
  const cv::Mat near = directions(lines, 2.0), far = directions(lines, 6.0);
  cv::Mat half;  // the pen's half width
  cv::distanceTransform(ink, half, cv::DIST_L2, 5);
  double rough = 0, wide = 0, wide_squared = 0;
  std::size_t ends = 0, crossings = 0;
  for (const auto& p : all) {
    rough += static_cast<double>(turned(near.at<float>(p), far.at<float>(p))) / count;
    const auto width = static_cast<double>(half.at<float>(p));
    wide += width / count, wide_squared += width * width / count;
    const int touch = touching(lines, p.y, p.x);
    ends += touch == 1 ? 1 : 0;
    crossings += touch > 3 ? 1 : 0;
  }
  out.roughness = rough;
  out.unevenness = std::sqrt(std::max(0.0, wide_squared - wide * wide)) / (wide + 1e-6);
  out.ends = static_cast<double>(ends) * spread / count;
  out.crossings = static_cast<double>(crossings) * spread / count;
  const double step = std::max(1.0, count / static_cast<double>(kMostPoints));
  for (double at = 0; at < count; at += step) {
    const auto& p = all[static_cast<std::size_t>(at)];
    out.points.push_back(
        {static_cast<float>((p.x - mx) / spread), static_cast<float>((p.y - my) / spread), near.at<float>(p)});
  }
  return out;
}

}  // namespace cotejo::signature
