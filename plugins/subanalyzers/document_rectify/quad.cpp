#include "quad.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace cotejo::rectify {
namespace {

double side(const Quad& q, std::size_t i) {
  const cv::Point2f d = q[(i + 1) % 4] - q[i];
  return std::hypot(d.x, d.y);
}

double signed_area(const Quad& q) {
  double sum = 0;
  for (std::size_t i = 0; i < 4; ++i) sum += q[i].cross(q[(i + 1) % 4]);
  return sum / 2;
}

}  // namespace

double area(const Quad& quad) {
  return std::abs(signed_area(quad));
}

bool convex(const Quad& quad) {
  int positive = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const cv::Point2f a = quad[(i + 1) % 4] - quad[i], b = quad[(i + 2) % 4] - quad[(i + 1) % 4];
    positive += a.cross(b) > 0;
  }
  return positive == 0 || positive == 4;
}

double aspect(const Quad& quad) {
  const double a = side(quad, 0) + side(quad, 2), b = side(quad, 1) + side(quad, 3);
  return std::max(a, b) / std::max(1e-6, std::min(a, b));
}

double skew(const Quad& quad) {
  double most = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const cv::Point2f a = quad[(i + 3) % 4] - quad[i], b = quad[(i + 1) % 4] - quad[i];
    const double cosine = a.dot(b) / std::max(1e-6, std::hypot(a.x, a.y) * std::hypot(b.x, b.y) * 1.0);
    most = std::max(most, std::abs(90 - std::acos(std::clamp(cosine, -1.0, 1.0)) * 180 / CV_PI));
  }
  return most;
}

Quad landscape(Quad quad) {
  if (signed_area(quad) < 0) std::reverse(quad.begin(), quad.end());
  if (side(quad, 0) + side(quad, 2) < side(quad, 1) + side(quad, 3))
    std::rotate(quad.begin(), quad.begin() + 1, quad.end());
  return quad;
}

Quad turned(const Quad& quad) {
  return {quad[2], quad[3], quad[0], quad[1]};
}

Quad scaled(const Quad& quad, double factor) {
  Quad out = quad;
  for (auto& p : out) p *= static_cast<float>(factor);
  return out;
}

cv::Matx33d to_picture(const Quad& quad, cv::Size card) {
  const Quad from = whole(card);
  return cv::getPerspectiveTransform(from.data(), quad.data());
}

Quad whole(cv::Size size) {
  const float right = static_cast<float>(size.width - 1), bottom = static_cast<float>(size.height - 1);
  return {cv::Point2f{0, 0}, {right, 0}, {right, bottom}, {0, bottom}};
}

bool intersect(const StraightLine& a, const StraightLine& b, cv::Point2f& where) {
  const float cross = a.direction.cross(b.direction);
  if (std::abs(cross) < 0.15F) return false;
  where = a.point + a.direction * ((b.point - a.point).cross(b.direction) / cross);
  return true;
}

}  // namespace cotejo::rectify
