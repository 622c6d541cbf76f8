#include "head.hpp"

#include <algorithm>
#include <cmath>
#include <faces/detector.hpp>
#include <faces/landmarks.hpp>
#include <fstream>
#include <iterator>
#include <numbers>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

namespace cotejo::specimens {
namespace {

std::vector<std::uint8_t> model(const char* name) {
  const std::string path = std::string(COTEJO_MODELS_DIR) + "/" + name;
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("heads are found with " + path + ", which is not there");
  return {std::istreambuf_iterator<char>(in), {}};
}

// Their mean over boxes that differ a little: one look is off by half the height of an eye.
faces::Landmarks find_points(const cv::Mat& picture) {
  static faces::Detector detector(model("face-detect.onnx"));
  static faces::LandmarkModel landmarks(model("face-landmark.onnx"));
  const auto found = detector.detect(picture);
  if (found.empty()) throw std::runtime_error("no face that could turn");
  const cv::Rect2f box = found.front().box;
  faces::Landmarks sum{};
  int looks = 0;
  for (const float grown : {-0.04F, 0.F, 0.04F, 0.08F})
    for (const float across : {-0.03F, 0.F, 0.03F})
      for (const float down : {-0.03F, 0.F, 0.03F}) {
        const cv::Rect2f look(box.x + (across - grown / 2) * box.width, box.y + (down - grown / 2) * box.height,
                              box.width * (1 + grown), box.height * (1 + grown));
        const faces::Landmarks points = landmarks.find(picture, look);
        for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += points[i];
        ++looks;
      }
  for (auto& point : sum) point /= static_cast<float>(looks);
  return sum;
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

// A point that lies z before the rim moves by z times the sine of the angle.
cv::Point2d Head::source(cv::Point2d at, const Posture& posture) const {
  if (posture.yaw == 0 && posture.pitch == 0) return at;
  const cv::Point2d way = across_ * std::sin(posture.yaw * std::numbers::pi / 180) -
                          down_ * std::sin(posture.pitch * std::numbers::pi / 180);
  const auto bulge = [&](cv::Point2d p) {
    const double x = (p - centre_).dot(across_) / half_width_, y = (p - centre_).dot(down_) / half_height_;
    const double inside = 1 - x * x - y * y;
    return inside <= 0 ? 0 : kDepth * half_width_ * inside * std::sqrt(inside);
  };
  const cv::Point2d off = (at - nose_ - way * bulge(nose_)) / (kNoseReach * half_width_);
  const double near = off.dot(off);
  constexpr double kFar = 16;  // beyond four widths of the nose nothing moves for its sake
  return at - way * (bulge(at) + (near > kFar ? 0 : kNoseDepth * half_width_ * std::exp(-0.5 * near)));
}

void Head::lower_lids(cv::Mat& picture, double lids) const {
  const cv::Mat before = picture.clone();
  for (const Eye& eye : eyes_) lower_lid(before, picture, eye, lids);
}

// The skin above the lid is stretched until the lid's edge, lashes and all, lies on the lower lid. The eye is taken for
// a little larger than its points say, so that nothing of it is left above the edge.
void Head::lower_lid(const cv::Mat& before, cv::Mat& picture, const Eye& eye, double lids) {
  constexpr double kWider = 0.06, kHigher = 1.4, kLower = 1.15, kSkin = 0.35, kLashes = 0.035;  // shares of the eye's
  const double width = std::max(1.0, eye.inner.x - eye.outer.x), margin = kWider * width;
  const double lash = std::max(1.0, kLashes * width);
  const int from = std::max(0, cvFloor(eye.outer.x - margin)), to = std::min(before.cols, cvCeil(eye.inner.x + margin));
  for (int x = from; x < to; ++x) {
    const double along = (x - eye.outer.x + margin) / (width + 2 * margin);
    const double line = eye.outer.y + (x - eye.outer.x) / width * (eye.inner.y - eye.outer.y);
    const double arch = std::max(0.0, 4 * along * (1 - along));  // of a parabola through the corners
    const double open = line - kHigher * eye.upper * arch, closed = line + kLower * eye.lower * arch;
    const double skin = kSkin * width * std::sqrt(arch), top = open - skin, edge = open + lids * (closed - open);
    if (skin < 1) continue;
    for (int y = std::max(0, cvCeil(top)); y < std::min(before.rows, cvFloor(edge + 2 * lash)); ++y) {
      const double below = (y - edge) / lash, dark = 1 - 0.65 * lids * std::exp(-below * below) * std::sqrt(arch);
      const double source = y < edge ? top + (y - top) * skin / (edge - top) : y;
      const int row = std::clamp(cvFloor(source), 0, before.rows - 2);
      const double rest = std::clamp(source - row, 0.0, 1.0);
      const cv::Vec3d value =
          cv::Vec3d(before.at<cv::Vec3b>(row, x)) * (1 - rest) + cv::Vec3d(before.at<cv::Vec3b>(row + 1, x)) * rest;
      picture.at<cv::Vec3b>(y, x) = cv::Vec3b(value * dark);
    }
  }
}

void Head::put_on_glasses(cv::Mat& picture, Random random) const {
  const double width = cv::norm(eyes_[0].inner - eyes_[0].outer), angle = std::atan2(across_.y, across_.x);
  const cv::Scalar frame = cv::Scalar::all(random.integer(15, 90));
  const int thick = std::max(1, cvRound(width * random.uniform(0.05, 0.16)));
  const cv::Size2d glass(2 * width * random.uniform(0.85, 1.0), 2 * width * random.uniform(0.55, 0.8));
  const auto tilted = [&](cv::Point2d at, double share, double degrees) {
    return cv::RotatedRect(at, cv::Size2d(glass.width * share, glass.height * share), static_cast<float>(degrees));
  };
  cv::Mat mirrored = cv::Mat::zeros(picture.size(), CV_8UC3);
  std::array<cv::Point2d, 2> middles;
  for (std::size_t i = 0; i < 2; ++i) {
    middles[i] = (eyes_[i].outer + eyes_[i].inner) / 2 + down_ * (0.1 * width);
    cv::ellipse(picture, tilted(middles[i], 1, angle * 180 / std::numbers::pi), frame, thick, cv::LINE_AA);
    const cv::Point2d at = middles[i] + across_ * (random.uniform(-0.3, 0.3) * glass.width);
    cv::ellipse(mirrored, tilted(at, random.uniform(0.15, 0.4), 30), cv::Scalar::all(random.integer(15, 70)), -1,
                cv::LINE_AA);
  }
  cv::line(picture, middles[0] + across_ * (glass.width / 2), middles[1] - across_ * (glass.width / 2), frame, thick,
           cv::LINE_AA);
  cv::GaussianBlur(mirrored, mirrored, {}, 0.08 * width);
  cv::add(picture, mirrored, picture);
}

}  // namespace cotejo::specimens
