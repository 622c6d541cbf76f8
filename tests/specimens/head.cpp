#include "head.hpp"

#include <cmath>
#include <faces/detector.hpp>
#include <faces/landmarks.hpp>
#include <fstream>
#include <iterator>
#include <numbers>
#include <stdexcept>

namespace cotejo::specimens {
namespace {

std::vector<std::uint8_t> model(const char* name) {
  const std::string path = std::string(COTEJO_MODELS_DIR) + "/" + name;
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("heads are found with " + path + ", which is not there");
  return {std::istreambuf_iterator<char>(in), {}};
}

faces::Landmarks find_points(const cv::Mat& picture) {
  static faces::Detector detector(model("face-detect.onnx"));
  static faces::LandmarkModel landmarks(model("face-landmark.onnx"));
  const auto found = detector.detect(picture);
  if (found.empty()) throw std::runtime_error("no face that could turn");
  return landmarks.find(picture, found.front().box);
}

// Of an average head, in half widths of it: how far its middle lies before its rim, and the tip of the nose before
// that.
constexpr double kDepth = 1.0, kNoseDepth = 0.2, kNoseReach = 0.22;

}  // namespace

Head::Head(const cv::Mat& picture) {
  const faces::Landmarks points = find_points(picture);
  const auto at = [&](std::size_t i) { return cv::Point2d(points[i]); };
  const cv::Point2d eyes = at(42) + at(45) - at(36) - at(39);
  across_ = eyes / std::max(cv::norm(eyes), 1e-3);
  down_ = {-across_.y, across_.x};
  const cv::Point2d bridge = at(28);
  const double left = (at(0) - bridge).dot(across_), right = (at(16) - bridge).dot(across_);
  centre_ = bridge + across_ * ((left + right) / 2);
  nose_ = at(30);
  half_width_ = 1.15 * std::max(1.0, (right - left) / 2);
  half_height_ = 1.15 * std::max(1.0, (at(8) - bridge).dot(down_));
  for (std::size_t eye = 0; eye < 2; ++eye) {
    const std::size_t first = 36 + 6 * eye;
    Eye& to = eyes_[eye];
    to.outer = at(first);
    to.inner = at(first + 3);
    const cv::Point2d middle = (to.outer + to.inner) / 2;
    to.upper = std::max(1.0, middle.y - (at(first + 1).y + at(first + 2).y) / 2);
    to.lower = std::max(1.0, (at(first + 4).y + at(first + 5).y) / 2 - middle.y);
  }
}

cv::Point2d Head::source(cv::Point2d at, const Posture& posture) const {
  if (posture.yaw != 0 || posture.pitch != 0) at = turned(at, posture);
  return posture.lids > 0 ? lidded(at, posture.lids) : at;
}

// A point that lies z before the rim moves by z times the sine of the angle.
cv::Point2d Head::turned(cv::Point2d at, const Posture& posture) const {
  const cv::Point2d way = across_ * std::sin(posture.yaw * std::numbers::pi / 180) -
                          down_ * std::sin(posture.pitch * std::numbers::pi / 180);
  const auto bulge = [&](cv::Point2d p) {
    const double x = (p - centre_).dot(across_) / half_width_, y = (p - centre_).dot(down_) / half_height_;
    return kDepth * half_width_ * std::pow(std::max(0.0, 1 - x * x - y * y), 1.5);
  };
  const cv::Point2d off = (at - nose_ - way * bulge(nose_)) / (kNoseReach * half_width_);
  return at - way * (bulge(at) + kNoseDepth * half_width_ * std::exp(-0.5 * off.dot(off)));
}

// The skin above the upper lid's edge is stretched until that edge, lashes and all, meets the lower lid.
cv::Point2d Head::lidded(cv::Point2d at, double lids) const {
  for (const Eye& eye : eyes_) {
    const double width = eye.inner.x - eye.outer.x;
    const double along = (at.x - eye.outer.x) / std::max(width, 1.0);
    if (along <= 0 || along >= 1) continue;
    const double line = eye.outer.y + along * (eye.inner.y - eye.outer.y);
    const double arch = 4 * along * (1 - along);  // of a parabola through the corners
    const double edge = line - eye.upper * arch, closed = line + 1.15 * eye.lower * arch;
    const double skin = 0.35 * width * std::sqrt(arch);  // that is stretched
    const double top = edge - skin, lid = edge + lids * (closed - edge);
    if (skin < 1 || at.y <= top || at.y >= lid) continue;
    return {at.x, top + (at.y - top) * skin / (lid - top)};
  }
  return at;
}

}  // namespace cotejo::specimens
