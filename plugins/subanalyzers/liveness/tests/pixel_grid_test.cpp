#include "../pixel_grid.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "../verdict.hpp"

namespace liveness_analyzer {
namespace {

constexpr int kWidth = 240, kHeight = 320;
const cv::Rect2f kFace(70, 90, 100, 140);

// Eight pictures of something smooth with a sensor's noise, each value multiplied by what `factor` says of its place.
std::vector<cv::Mat> film(const std::function<double(double x, double y, int frame)>& factor) {
  std::vector<cv::Mat> frames;
  cv::RNG random(7);
  for (int i = 0; i < 8; ++i) {
    cv::Mat frame(kHeight, kWidth, CV_8UC3);
    for (int y = 0; y < kHeight; ++y)
      for (int x = 0; x < kWidth; ++x) {
        const double skin = 120 + 50 * std::sin(x / 40.0 + 0.1 * i) * std::cos(y / 55.0);
        const double value = skin * factor(x, y, i) + random.gaussian(2.5);
        frame.at<cv::Vec3b>(y, x) = cv::Vec3b::all(cv::saturate_cast<std::uint8_t>(value));
      }
    frames.push_back(frame);
  }
  return frames;
}

double strength(const std::function<double(double x, double y, int frame)>& factor, const cv::Rect2f& face = kFace) {
  const auto frames = film(factor);
  return grid_strength(frames, std::vector<cv::Rect2f>(frames.size(), face));
}

double wave(double at, double length) {
  return std::sin(2 * std::numbers::pi * at / length);
}

TEST(PixelGrid, NoiseAndSkinHaveNone) {
  EXPECT_LT(strength([](double, double, int) { return 1.0; }), 4);
}

TEST(PixelGrid, PixelsOfADisplayStandOutAlsoWhenTheHandMoves) {
  for (const double pitch : {2.3, 3.1, 5.2})
    EXPECT_GT(strength([=](double x, double y, int i) { return 1 + 0.04 * wave(x + 0.08 * y + 1.3 * i, pitch); }), 12)
        << pitch;
}

TEST(PixelGrid, BlocksOfACodecAreNoPixels) {
  EXPECT_LT(strength([](double x, double y, int) {
              const bool edge = static_cast<int>(x) % 8 == 0 || static_cast<int>(y) % 8 == 0;
              return edge ? 1.04 : 1.0;
            }),
            5);
}

TEST(PixelGrid, FeaturesOfAFaceAreNoPixels) {
  EXPECT_LT(strength([](double x, double y, int) { return 1 + 0.2 * wave(x, 31) * wave(y, 23); }), 5);
}

TEST(PixelGrid, SmallFaceAndFaceAtTheEdgeSayNothing) {
  const auto grid = [](double x, double, int) { return 1 + 0.1 * wave(x, 3.1); };
  EXPECT_EQ(strength(grid, {100, 100, 30, 40}), 0);
  EXPECT_EQ(strength(grid, {0, 0, 100, 120}), 0);
}

TEST(Verdict, PixelsOfADisplaySpeakAgainstAFaceAndTheirAbsenceSaysNothing) {
  const Motion solid{7, 0.05, 0.006, 0};
  const double without = combine({{0.9}, solid, 0}, {});
  EXPECT_DOUBLE_EQ(combine({{0.9}, solid, 3}, {}), without);
  EXPECT_LT(combine({{0.9}, solid, 30}, {}), 0.3);
  EXPECT_LT(combine({{0.9}, std::nullopt, 30}, {}), 0.3);  // also where nothing moves
}

}  // namespace
}  // namespace liveness_analyzer
