#include "surfaces.hpp"

#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "typeset.hpp"

namespace cotejo::specimens {
namespace {

// Smooth noise in 0..1 with features of `grain` pixels.
cv::Mat clouds(cv::Size size, cv::Size2d grain, Random& random) {
  cv::Mat small(std::max(2, static_cast<int>(size.height / grain.height)),
                std::max(2, static_cast<int>(size.width / grain.width)), CV_32F);
  for (auto& value : cv::Mat_<float>(small)) value = static_cast<float>(random.uniform(0, 1));
  cv::Mat large;
  cv::resize(small, large, size, 0, 0, cv::INTER_CUBIC);
  return large;
}

cv::Scalar colour(Random& random) {
  static const cv::Scalar tones[] = {{60, 90, 130},  {40, 60, 95},  {120, 150, 180}, {45, 45, 45},    {90, 90, 95},
                                     {150, 120, 80}, {60, 100, 60}, {30, 30, 110},   {190, 195, 200}, {105, 70, 50}};
  return random.pick(tones);
}

// `base` times a factor per pixel (CV_32F).
cv::Mat shade(const cv::Scalar& base, const cv::Mat& factor) {
  cv::Mat picture(factor.size(), CV_8UC3);
  for (int y = 0; y < factor.rows; ++y) {
    for (int x = 0; x < factor.cols; ++x) {
      const float f = factor.at<float>(y, x);
      for (int c = 0; c < 3; ++c) picture.at<cv::Vec3b>(y, x)[c] = cv::saturate_cast<uchar>(base[c] * f);
    }
  }
  return picture;
}

// Lines of grey dashes, as words look from afar.
cv::Mat paper(cv::Size size, Random& random) {
  const double white = random.uniform(190, 245), pitch = random.uniform(0.012, 0.03) * size.width;
  cv::Mat picture(size, CV_8UC3, cv::Scalar(white * random.uniform(0.93, 1), white, white));
  for (double y = pitch; y < size.height; y += pitch) {
    if (random.chance(0.12)) continue;  // between paragraphs
    for (double x = random.uniform(0, 0.1) * size.width; x < size.width;) {
      const double word = random.uniform(0.8, 4) * pitch;
      cv::rectangle(picture, cv::Rect2d(x, y, word, pitch * random.uniform(0.2, 0.32)),
                    cv::Scalar::all(random.uniform(60, 130)), -1);
      x += word + pitch * 0.45;
    }
  }
  cv::GaussianBlur(picture, picture, {}, pitch * 0.12);
  return picture;
}

void multiply(cv::Mat& picture, const cv::Mat& factor) {
  for (int y = 0; y < picture.rows; ++y) {
    for (int x = 0; x < picture.cols; ++x) {
      for (int c = 0; c < 3; ++c) {
        auto& value = picture.at<cv::Vec3b>(y, x)[c];
        value = cv::saturate_cast<uchar>(value * factor.at<float>(y, x));
      }
    }
  }
}

}  // namespace

cv::Mat desk(cv::Size size, Random random) {
  const cv::Scalar base = colour(random);
  const double width = size.width;
  cv::Mat factor = 0.85 + 0.3 * clouds(size, {width / 3, width / 3}, random);
  switch (random.integer(0, 4)) {
    case 0:  // wood: long grain
      factor = factor.mul(0.8 + 0.35 * clouds(size, {width / 2.5, 5}, random))
                   .mul(0.92 + 0.16 * clouds(size, {width / 5, 2}, random));
      break;
    case 1:  // cloth: two thread directions
      factor = factor.mul(0.85 + 0.3 * clouds(size, {40, 3}, random)).mul(0.85 + 0.3 * clouds(size, {3, 40}, random));
      break;
    case 2:  // stone: grains of several sizes
      factor = factor.mul(0.75 + 0.5 * clouds(size, {6, 6}, random)).mul(0.85 + 0.3 * clouds(size, {22, 22}, random));
      break;
    case 3:  // written paper
      return paper(size, random);
    default:  // plain
      break;
  }
  return shade(base, factor);
}

cv::Mat scanner_bed(cv::Size size, Random random) {
  const double grey = random.chance(0.5) ? random.uniform(150, 205) : random.uniform(40, 120);
  cv::Mat factor = 0.98 + 0.04 * clouds(size, {80, 80}, random);
  return shade(cv::Scalar(grey * random.uniform(0.95, 1.05), grey, grey * random.uniform(0.95, 1.05)), factor);
}

void add_light(cv::Mat& picture, double strength, Random random) {
  const double angle = random.uniform(0, kTau), fall = strength * random.uniform(0.2, 0.5);
  cv::Mat factor(picture.size(), CV_32F);
  for (int y = 0; y < picture.rows; ++y) {
    for (int x = 0; x < picture.cols; ++x) {
      const double u = 2.0 * x / picture.cols - 1, v = 2.0 * y / picture.rows - 1;
      const double along = u * std::cos(angle) + v * std::sin(angle);
      factor.at<float>(y, x) = static_cast<float>(1 + fall * along * 0.7 - strength * 0.12 * (u * u + v * v));
    }
  }
  multiply(picture, factor);
  const cv::Scalar cast(random.uniform(1 - 0.1 * strength, 1 + 0.05 * strength), 1,
                        random.uniform(1 - 0.05 * strength, 1 + 0.1 * strength));
  cv::multiply(picture, cast, picture);
}

void add_glare(cv::Mat& picture, double strength, cv::Rect around, Random random) {
  const cv::Point2d centre(around.x + around.width * random.uniform(0.1, 0.9),
                           around.y + around.height * random.uniform(0.1, 0.9));
  const double a = around.width * random.uniform(0.06, 0.18), b = a * random.uniform(0.3, 0.9),
               turn = random.uniform(0, std::numbers::pi);
  for (int y = 0; y < picture.rows; ++y) {
    for (int x = 0; x < picture.cols; ++x) {
      const double dx = x - centre.x, dy = y - centre.y;
      const double u = (dx * std::cos(turn) + dy * std::sin(turn)) / a,
                   v = (dy * std::cos(turn) - dx * std::sin(turn)) / b;
      const double light = 255 * strength * std::exp(-0.5 * (u * u + v * v));
      if (light < 1) continue;
      for (int c = 0; c < 3; ++c)
        picture.at<cv::Vec3b>(y, x)[c] = cv::saturate_cast<uchar>(picture.at<cv::Vec3b>(y, x)[c] + light);
    }
  }
}

void add_shadow(cv::Mat& picture, double strength, Random random) {
  const double angle = random.uniform(0, kTau), offset = random.uniform(-0.3, 0.5), soft = random.uniform(0.03, 0.15);
  cv::Mat factor(picture.size(), CV_32F);
  for (int y = 0; y < picture.rows; ++y) {
    for (int x = 0; x < picture.cols; ++x) {
      const double u = 2.0 * x / picture.cols - 1, v = 2.0 * y / picture.rows - 1;
      const double inside = (u * std::cos(angle) + v * std::sin(angle) - offset) / soft;
      factor.at<float>(y, x) = static_cast<float>(1 - strength / (1 + std::exp(-inside)));
    }
  }
  multiply(picture, factor);
}

void add_finger(cv::Mat& picture, cv::Point2d tip, double width, double heading) {
  const cv::Point2d along(std::cos(heading), std::sin(heading)), across(-along.y, along.x);
  cv::Mat mask(picture.size(), CV_8UC1, cv::Scalar(0));
  const cv::Point2d root = tip + along * (0.5 * width), end = root + along * (8 * width);
  const std::vector<cv::Point> sides = {root + across * (width / 2), end + across * (width * 0.7),
                                        end - across * (width * 0.7), root - across * (width / 2)};
  cv::fillConvexPoly(mask, sides, 255, cv::LINE_AA);
  cv::circle(mask, root, static_cast<int>(width / 2), 255, -1, cv::LINE_AA);
  cv::GaussianBlur(mask, mask, {}, width * 0.03);
  blend(picture, mask, {0, 0}, {{95, 130, 185}, 1});
  const cv::Point2d nail = tip + along * (0.42 * width);
  cv::ellipse(picture, nail, cv::Size(static_cast<int>(width * 0.32), static_cast<int>(width * 0.27)),
              heading * 180 / std::numbers::pi, 0, 360, {150, 165, 215}, -1, cv::LINE_AA);
}

void add_noise(cv::Mat& picture, double deviation, Random random) {
  cv::RNG rng(random.next() | 1);
  cv::Mat noise(picture.size(), CV_16SC3);
  rng.fill(noise, cv::RNG::NORMAL, 0, deviation);
  cv::add(picture, noise, picture, cv::noArray(), CV_8UC3);
}

void add_motion_blur(cv::Mat& picture, double length, Random random) {
  const int side = static_cast<int>(length) * 2 + 3;
  const double angle = random.uniform(0, std::numbers::pi);
  const cv::Point2d centre(side / 2.0, side / 2.0), half(length / 2 * std::cos(angle), length / 2 * std::sin(angle));
  cv::Mat kernel(side, side, CV_8UC1, cv::Scalar(0));
  cv::line(kernel, cv::Point((centre - half) * 16), cv::Point((centre + half) * 16), 255, 1, cv::LINE_AA, 4);
  kernel.convertTo(kernel, CV_32F);
  kernel /= cv::sum(kernel)[0];
  cv::filter2D(picture, picture, -1, kernel, {-1, -1}, 0, cv::BORDER_REPLICATE);
}

void add_screen_pattern(cv::Mat& picture, Random random) {
  const double pitch = random.uniform(2.6, 4.2), tilt = random.uniform(-0.1, 0.1), beat = random.uniform(60, 160),
               depth = random.uniform(0.1, 0.2);
  for (int y = 0; y < picture.rows; ++y) {
    for (int x = 0; x < picture.cols; ++x) {
      const double u = x + tilt * y, v = y - tilt * x;
      const double wave = std::sin(kTau * (u / beat + 0.3 * v / beat)) * depth * 0.5;
      for (int c = 0; c < 3; ++c) {
        const double grid = depth * std::sin(kTau * (u / pitch + c / 3.0)) + depth * 0.7 * std::sin(kTau * v / pitch);
        auto& value = picture.at<cv::Vec3b>(y, x)[c];
        value = cv::saturate_cast<uchar>((value * 0.88 + 18) * (1 + grid + wave) + (c == 0 ? 8 : 0));
      }
    }
  }
}

}  // namespace cotejo::specimens
