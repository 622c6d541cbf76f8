#include "replay.hpp"

#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "surfaces.hpp"

namespace cotejo::specimens {
namespace {

// What a camera pixel, which is as wide as its pitch, leaves of a wave of so many pixels.
double aperture(double wavelength) {
  const double x = std::numbers::pi / wavelength;
  return std::abs(std::sin(x) / x);
}

}  // namespace

Display::Display(Random random)
    : random_(random.fork("noise")),
      share_(random.uniform(0.82, 1.2)),
      pitch_(random.uniform(0.8, 3.4)),
      depth_(random.uniform(0.12, 0.35) * aperture(pitch_)),
      gamma_(random.uniform(0.8, 1.25)),
      black_(random.uniform(4, 24)),
      band_(random.chance(0.5) ? random.uniform(0.02, 0.08) : 0),
      band_height_(random.uniform(0.3, 1.2)),
      band_speed_(random.uniform(0.2, 5)),
      cadence_(random.chance(0.5) ? 30 : 24),
      tint_(random.uniform(1, 1.1), random.uniform(0.97, 1.02), random.uniform(0.9, 1)),
      glare_(random.uniform(0.1, 0.9), random.uniform(0.1, 0.9)),
      glare_strength_(random.chance(0.5) ? random.uniform(0.1, 0.35) : 0) {
  for (int i = 0; i < 5; ++i) {
    phases_[i] = random.uniform(0, kTau);
    rates_[i] = random.uniform(0.1, 0.7);
  }
  for (auto& corner : lean_) corner = {random.uniform(-0.03, 0.03), random.uniform(-0.03, 0.03)};
}

double Display::shown_time(double t) const {
  return std::floor(t * cadence_) / cadence_;
}

cv::Mat Display::photographed(const cv::Mat& shown, double t) const {
  const auto swing = [&](int i) { return std::sin(phases_[i] + kTau * rates_[i] * t); };
  const double w = shown.cols, h = shown.rows, zoom = share_ * (1 + 0.02 * swing(0)), turn = 0.03 * swing(1);
  const cv::Point2d middle(w / 2 + 0.02 * w * swing(2) + 1.2 * std::sin(21 * t),
                           h / 2 + 0.02 * h * swing(3) + 1.2 * std::sin(17 * t + 2));
  const cv::Point2f from[] = {
      {0, 0}, {shown.cols * 1.F, 0}, {shown.cols * 1.F, shown.rows * 1.F}, {0, shown.rows * 1.F}};
  cv::Point2f to[4];
  for (int i = 0; i < 4; ++i) {
    const double x = (from[i].x - w / 2 + lean_[i].x * w) * zoom, y = (from[i].y - h / 2 + lean_[i].y * h) * zoom;
    to[i] = cv::Point2d(middle.x + x * std::cos(turn) - y * std::sin(turn),
                        middle.y + x * std::sin(turn) + y * std::cos(turn));
  }
  const cv::Matx33d back = cv::Mat(cv::getPerspectiveTransform(to, from));
  cv::Mat table(1, 256, CV_8U);
  for (int v = 0; v < 256; ++v)
    table.at<uchar>(v) = cv::saturate_cast<uchar>(black_ + (255 - black_) * std::pow(v / 255.0, gamma_));
  cv::Mat lit, screen;
  cv::LUT(shown, table, lit);
  cv::Mat picture(shown.size(), CV_8UC3, cv::Scalar::all(20));  // the bezel, and a dark room
  cv::warpPerspective(lit, picture, cv::Mat(back), shown.size(), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                      cv::BORDER_TRANSPARENT);
  const double pixels = 1 / (pitch_ / zoom);  // of the display, per pixel of the video
  for (int y = 0; y < picture.rows; ++y) {
    const double band = 1 + band_ * std::sin(kTau * (y / (band_height_ * h) + band_speed_ * t));
    for (int x = 0; x < picture.cols; ++x) {
      const cv::Vec3d p = back * cv::Vec3d(x, y, 1);
      const double u = p[0] / p[2], v = p[1] / p[2];
      if (u < 0 || v < 0 || u >= w || v >= h) continue;
      const double rows = 0.7 * depth_ * std::cos(kTau * v * pixels);
      auto& value = picture.at<cv::Vec3b>(y, x);
      for (int c = 0; c < 3; ++c) {
        const double grid = 1 + depth_ * std::cos(kTau * (u * pixels + c / 3.0)) + rows;
        value[c] = cv::saturate_cast<uchar>(value[c] * tint_[c] * grid * band);
      }
    }
  }
  if (glare_strength_ > 0) {
    const cv::Point at = cv::Point2d(middle.x + (glare_.x - 0.5) * w, middle.y + (glare_.y - 0.5) * h);
    add_glare(picture, glare_strength_, {at.x - 100, at.y - 100, 200, 200}, random_.fork("glare"));
  }
  cv::GaussianBlur(picture, picture, {}, 0.5);
  add_noise(picture, 2.5, random_.fork(std::to_string(std::lround(t * 1000))));
  return picture;
}

}  // namespace cotejo::specimens
