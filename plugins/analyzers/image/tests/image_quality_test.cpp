#include "../image_quality.hpp"

#include <gtest/gtest.h>

#include "pictures.hpp"

namespace image_analyzer {
namespace {

using testing::text_page;

cv::Mat blurred(const cv::Mat& image, double sigma) {
  cv::Mat result;
  cv::GaussianBlur(image, result, {}, sigma);
  return result;
}

cv::Mat with_glare(cv::Mat page, cv::Point centre, double radius) {
  for (int y = 0; y < page.rows; ++y) {
    for (int x = 0; x < page.cols; ++x) {
      const double distance = cv::norm(cv::Point(x, y) - centre) / radius;
      const double light = 400.0 * std::exp(-distance * distance);
      auto& pixel = page.at<cv::Vec3b>(y, x);
      for (int c = 0; c < 3; ++c) pixel[c] = cv::saturate_cast<std::uint8_t>(pixel[c] + light);
    }
  }
  return page;
}

TEST(ImageQuality, SharpnessFallsWithEveryStepOfBlur) {
  for (const int width : {800, 1600, 2400}) {
    const cv::Mat page = text_page(width, width * 5 / 8);
    double last = measure_quality(page).sharpness;
    EXPECT_GT(last, 0.4) << width;
    for (const double share : {0.0015, 0.003, 0.006}) {  // sigma as a share of the width: what a reader notices
      const double now = measure_quality(blurred(page, width * share)).sharpness;
      EXPECT_LT(now, std::max(last, 0.15)) << width << " " << share;  // below that no step can be told from another
      last = now;
    }
    EXPECT_LT(last, 0.25) << width;
  }
}

TEST(ImageQuality, SharpCardOnABlurredDeskCountsAsSharp) {
  cv::Mat desk = blurred(text_page(1600, 1200), 12);
  cv::Mat card = text_page(800, 500);
  card.copyTo(desk(cv::Rect(400, 350, 800, 500)));
  EXPECT_GT(measure_quality(desk).sharpness, 0.4);
}

TEST(ImageQuality, EmptyWallIsNotSharp) {
  EXPECT_EQ(measure_quality(cv::Mat(600, 800, CV_8UC3, cv::Scalar::all(128))).sharpness, 0.0);
}

TEST(ImageQuality, ExposureIsMeanLuminance) {
  EXPECT_NEAR(measure_quality(cv::Mat(600, 800, CV_8UC3, cv::Scalar::all(0))).exposure, 0.0, 1e-9);
  EXPECT_NEAR(measure_quality(cv::Mat(600, 800, CV_8UC3, cv::Scalar::all(51))).exposure, 0.2, 0.01);
  EXPECT_NEAR(measure_quality(cv::Mat(600, 800, CV_8UC3, cv::Scalar::all(255))).exposure, 1.0, 1e-9);
}

TEST(ImageQuality, BurntOutSpotIsGlareInProportionToItsSize) {
  const cv::Mat page = text_page(1200, 750);
  EXPECT_LT(measure_quality(page).glare, 0.001);
  const double small = measure_quality(with_glare(page.clone(), {600, 400}, 80)).glare;
  const double large = measure_quality(with_glare(page.clone(), {600, 400}, 160)).glare;
  EXPECT_GT(small, 0.005);
  EXPECT_GT(large, 2.5 * small);
}

TEST(ImageQuality, WhitePaperIsNotGlare) {
  cv::Mat page(750, 1200, CV_8UC3, cv::Scalar::all(120));
  page(cv::Rect(300, 200, 500, 350)).setTo(cv::Scalar::all(255));
  cv::putText(page, "PERSONA FICTICIA", {320, 400}, cv::FONT_HERSHEY_SIMPLEX, 1.5, cv::Scalar::all(0), 3);
  EXPECT_EQ(measure_quality(page).glare, 0.0);
}

}  // namespace
}  // namespace image_analyzer
