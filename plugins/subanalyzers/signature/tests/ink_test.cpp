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

// Of 0.7 and 0.3 heights of the place.
TEST(Ink, AShortSignatureIsInkAndAShorterOneIsNotCalledBlank) {
  cv::Mat picture = place(250);
  cv::polylines(picture, std::vector<cv::Point>{{200, 80}, {215, 130}, {230, 85}, {245, 128}}, false, cv::Scalar(40), 3,
                cv::LINE_AA);
  EXPECT_FALSE(isolate(picture, {}).empty());
  picture = place(250);
  cv::polylines(picture, std::vector<cv::Point>{{200, 80}, {210, 115}, {220, 85}}, false, cv::Scalar(40), 3,
                cv::LINE_AA);
  const Ink little = isolate(picture, {});
  EXPECT_TRUE(little.empty());
  EXPECT_TRUE(little.trace);
  EXPECT_FALSE(isolate(place(250), {}).trace);
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

class Copies : public ::testing::Test {
 protected:
  static cv::Mat signing(double hand) {
    cv::Mat picture(200, 480, CV_8UC1, cv::Scalar(255));
    scrawl(picture, hand, 0);
    const cv::Mat mask = picture < 128;
    return mask(cv::boundingRect(mask)).clone();
  }
  static double likely(const cv::Mat& a, const cv::Mat& b) {
    const auto deviation = apart(a, b);
    return deviation ? copied(*deviation) : 0;
  }
};

TEST_F(Copies, TheSameStrokesAreOneAndOthersAreNot) {
  const cv::Mat one = signing(1.0);
  EXPECT_GT(likely(one, one), 0.999);
  cv::Mat smaller;
  cv::resize(one, smaller, {}, 0.8, 0.8, cv::INTER_AREA);
  EXPECT_GE(likely(one, smaller), kCopied) << "at another resolution";
  EXPECT_LT(likely(one, signing(1.13)), 0.5);
}

TEST_F(Copies, TwoSigningsThatLieOnOneAnotherAreStillTwo) {
  const cv::Mat one = signing(1.0), again = signing(1.02);
  EXPECT_GT(overlap(one, again), 0.88);
  EXPECT_LT(likely(one, again), kCopied);
}

TEST_F(Copies, ALoopSaysNothing) {
  cv::Mat loop(200, 300, CV_8UC1, cv::Scalar(0));
  cv::ellipse(loop, {150, 100}, {120, 80}, 0, 0, 360, cv::Scalar(255), 3);
  EXPECT_FALSE(apart(loop(cv::boundingRect(loop)), loop(cv::boundingRect(loop))));
}

}  // namespace
}  // namespace cotejo::signature
