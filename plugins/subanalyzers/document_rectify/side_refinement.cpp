#include "side_refinement.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace cotejo::rectify {
namespace {

float grey_of(const cv::Vec3b& bgr) {
  return 0.114F * bgr[0] + 0.587F * bgr[1] + 0.299F * bgr[2];  // ITU-R BT.601
}

// The grey value at a point; only the sides' surroundings are looked at, a small part of the picture.
float sample(const cv::Mat& bgr, cv::Point2f p) {
  const int x = static_cast<int>(std::floor(p.x)), y = static_cast<int>(std::floor(p.y));
  if (x < 0 || y < 0 || x + 1 >= bgr.cols || y + 1 >= bgr.rows) return -1;
  const float u = p.x - static_cast<float>(x), v = p.y - static_cast<float>(y);
  const auto *a = bgr.ptr<cv::Vec3b>(y) + x, *b = bgr.ptr<cv::Vec3b>(y + 1) + x;
  return (1 - v) * ((1 - u) * grey_of(a[0]) + u * grey_of(a[1])) + v * ((1 - u) * grey_of(b[0]) + u * grey_of(b[1]));
}

// The edge along one side, as a line through the strongest changes of one polarity.
StraightLine refine_side(const cv::Mat& bgr, cv::Point2f a, cv::Point2f b, double reach) {
  constexpr int kProbes = 64;
  const cv::Point2f d = b - a;
  const float length = std::max(1.0F, std::hypot(d.x, d.y));
  const cv::Point2f along = d / length, normal(-along.y, along.x);
  const int steps = std::max(2, cvRound(reach));
  std::vector<std::vector<float>> changes;
  std::vector<cv::Point2f> places;
  double positive = 0, negative = 0;
  for (int i = 0; i < kProbes; ++i) {
    const cv::Point2f p = a + d * (0.07F + 0.86F * static_cast<float>(i) / (kProbes - 1));
    std::vector<float> profile, change;
    for (int k = -steps - 2; k <= steps + 2; ++k) profile.push_back(sample(bgr, p + normal * static_cast<float>(k)));
    if (*std::min_element(profile.begin(), profile.end()) < 0) continue;
    for (std::size_t k = 2; k + 2 < profile.size(); ++k)
      change.push_back(profile[k + 1] + profile[k + 2] - profile[k - 1] - profile[k - 2]);
    positive += std::max(0.0F, *std::max_element(change.begin(), change.end()));
    negative -= std::min(0.0F, *std::min_element(change.begin(), change.end()));
    changes.push_back(std::move(change));
    places.push_back(p);
  }
  if (places.size() < kProbes / 4) return {a, along};
  const float sign = positive >= negative ? 1.0F : -1.0F;
  std::vector<cv::Point2f> points;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const auto& c = changes[i];
    std::size_t best = 0;
    for (std::size_t k = 1; k < c.size(); ++k)
      if (c[k] * sign > c[best] * sign) best = k;
    if (c[best] * sign < 6) continue;
    float offset = static_cast<float>(best) - static_cast<float>(steps);
    if (best > 0 && best + 1 < c.size()) {  // the peak of a parabola through three values
      const float l = c[best - 1] * sign, m = c[best] * sign, r = c[best + 1] * sign, bow = l - 2 * m + r;
      if (bow < -1e-3F) offset += std::clamp(0.5F * (l - r) / bow, -0.5F, 0.5F);
    }
    points.push_back(places[i] + normal * offset);
  }
  if (points.size() < kProbes / 5) return {a, along};
  cv::Vec4f line;
  cv::fitLine(points, line, cv::DIST_WELSCH, 0, 0.01, 0.01);
  const cv::Point2f direction(line[0], line[1]);
  // A fit that turns away from the side has followed something else.
  if (std::abs(direction.cross(along)) > 0.06F) return {a, along};
  return {{line[2], line[3]}, direction};
}

}  // namespace

Quad refine(const cv::Mat& bgr, const Quad& quad, double reach) {
  Quad current = quad;
  for (double r : {reach, reach / 2}) {
    StraightLine lines[4];
    for (std::size_t i = 0; i < 4; ++i) lines[i] = refine_side(bgr, current[i], current[(i + 1) % 4], r);
    Quad next;
    for (std::size_t i = 0; i < 4; ++i) {
      if (!intersect(lines[(i + 3) % 4], lines[i], next[i])) return current;
      const cv::Point2f moved = next[i] - current[i];
      if (std::hypot(moved.x, moved.y) > 3 * reach) return current;
    }
    current = next;
  }
  return current;
}

}  // namespace cotejo::rectify
