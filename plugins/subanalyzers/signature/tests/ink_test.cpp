#include "../ink.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "../copies.hpp"
#include "../type.hpp"
#include "strokes.hpp"

namespace cotejo::signature {
namespace {

using testing::place;
using testing::scrawl;

TEST(Ink, AnEmptyLineIsBlankWhateverItsPaper) {
  EXPECT_TRUE(isolate(place(255), {}).empty());
  cv::Mat grainy = place(230), noise(grainy.size(), CV_8UC1);
  cv::randu(noise, 0, 14);
  grainy -= noise;
  EXPECT_TRUE(isolate(grainy, {}).empty());
}

TEST(Ink, StrokesRemainAndTheLineGoes) {
  cv::Mat picture = place(250);
  scrawl(picture, 1.0, 40);
  const Ink ink = isolate(picture, {});
  ASSERT_FALSE(ink.empty());
  EXPECT_NEAR(ink.rule, testing::kRule, 6);
  const cv::Mat far = ink.mask.row(testing::kRule).colRange(0, 60);
  EXPECT_EQ(cv::countNonZero(far), 0) << "the printed line beside the strokes";
}

TEST(Ink, WordsBelowTheLineAreNoInk) {
  cv::Mat picture = place(250);
  cv::putText(picture, "JUAN LOPEZ ORTEGA", {80, testing::kRule + 30}, cv::FONT_HERSHEY_SIMPLEX, 0.7, cv::Scalar(20),
              2);
  EXPECT_TRUE(isolate(picture, {cv::Rect(70, testing::kRule + 8, 330, 30)}).empty());
}

TEST(Type, ANameInTypeIsNoHand) {
  cv::Mat type(120, 700, CV_8UC1, cv::Scalar(0));
  cv::putText(type, "anna bonanno saba", {10, 70}, cv::FONT_HERSHEY_SIMPLEX, 1.8, cv::Scalar(255), 3);
  EXPECT_TRUE(is_type(type));
  cv::Mat hand(200, 480, CV_8UC1, cv::Scalar(255));
  scrawl(hand, 1.0, 0);
  EXPECT_FALSE(is_type(255 - hand));
}

TEST(Copies, TheSameStrokesAreOneAndOthersAreNot) {
  cv::Mat a(200, 480, CV_8UC1, cv::Scalar(255)), b = a.clone();
  scrawl(a, 1.0, 0);
  scrawl(b, 1.13, 0);
  const auto cut = [](const cv::Mat& picture) {
    const cv::Mat mask = picture < 128;
    return cv::Mat(mask(cv::boundingRect(mask)));
  };
  EXPECT_GE(overlap(cut(a), cut(a)), 0.99);
  cv::Mat smaller;
  cv::resize(cut(a), smaller, {}, 0.8, 0.8, cv::INTER_AREA);
  EXPECT_GE(overlap(cut(a), smaller), kIdentical) << "at another resolution";
  EXPECT_LT(overlap(cut(a), cut(b)), kIdentical);
}

}  // namespace
}  // namespace cotejo::signature
