#include "../likeness.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "strokes.hpp"

namespace cotejo::signature {
namespace {

NormalForm form(double hand, double scale = 1, double slant = 0) {
  cv::Mat picture(260, 560, CV_8UC1, cv::Scalar(0));
  testing::scrawl(picture, hand, 255);
  const cv::Matx23d warp(scale, slant, 0, 0, scale, 0);
  cv::Mat out;
  cv::warpAffine(picture, out, warp, {700, 400});
  return normal_form(out > 100);
}

TEST(Likeness, SizeAndALittleSlantAreForgiven) {
  const double same = similarity(compare(form(1), form(1, 0.8))),
               slanted = similarity(compare(form(1), form(1, 1, 0.1)));
  EXPECT_GT(same, 0.8);
  EXPECT_GT(slanted, 0.6);
}

TEST(Likeness, AnotherShapeIsNotAlike) {
  EXPECT_LT(similarity(compare(form(1), form(1.6))), 0.3);
  EXPECT_LT(similarity(compare(form(1), form(0.6))), 0.3);
}

TEST(Likeness, ADotIsNoSignature) {
  cv::Mat dot(100, 100, CV_8UC1, cv::Scalar(0));
  cv::circle(dot, {50, 50}, 6, cv::Scalar(255), -1);
  EXPECT_TRUE(normal_form(dot).empty());
  EXPECT_TRUE(normal_form(cv::Mat::zeros(50, 50, CV_8UC1)).empty());
}

}  // namespace
}  // namespace cotejo::signature
