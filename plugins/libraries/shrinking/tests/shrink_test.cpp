#include "shrinking/shrink.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace {

cv::Mat noise(cv::Size size, int channels) {
  cv::Mat picture(size, CV_8UC(channels));
  cv::RNG random(5);
  random.fill(picture, cv::RNG::UNIFORM, 0, 256);
  return picture;
}

TEST(Shrink, IsWhatOpenCvAveragesForEveryFactorAndChannelCount) {
  const cv::Size sizes[] = {{200, 150}, {100, 75}, {67, 50}, {199, 149}, {1, 1}, {3, 140}, {150, 7}, {50, 50}};
  for (const int channels : {1, 3, 4})
    for (const auto size : sizes) {
      const cv::Mat from = noise({200, 150}, channels);
      cv::Mat expected, found;
      cv::resize(from, expected, size, 0, 0, cv::INTER_AREA);
      shrinking::shrink(from, found, size);
      ASSERT_EQ(found.size(), size);
      ASSERT_EQ(found.type(), from.type());
      EXPECT_LE(cv::norm(found, expected, cv::NORM_INF), 1) << channels << " channels, " << size;
    }
}

TEST(Shrink, KeepsToAFactorExactlyWhateverSizeItRoundsTo) {
  for (const double factor : {0.3719, 0.5, 0.77, 0.11, 1.0}) {
    const cv::Mat from = noise({211, 157}, 3);
    cv::Mat expected, found;
    cv::resize(from, expected, {}, factor, factor, cv::INTER_AREA);
    shrinking::shrink(from, found, factor);
    ASSERT_EQ(found.size(), expected.size());
    EXPECT_LE(cv::norm(found, expected, cv::NORM_INF), 1) << factor;
  }
}

TEST(Shrink, KeepsEvenGroundsEven) {
  const cv::Mat from(301, 407, CV_8UC3, cv::Scalar(255, 1, 128));
  cv::Mat found;
  shrinking::shrink(from, found, 0.37);
  EXPECT_EQ(found.size(), cv::Size(151, 111));
  EXPECT_EQ(cv::norm(found, cv::Mat(found.size(), found.type(), cv::Scalar(255, 1, 128)), cv::NORM_INF), 0);
}

TEST(Shrink, TakesPartsOfPicturesAndWritesIntoGivenMemory) {
  const cv::Mat page = noise({300, 200}, 3);
  const cv::Rect part(13, 17, 220, 90);
  cv::Mat expected, memory(60, 100, CV_8UC3), found = memory;
  cv::resize(page(part), expected, found.size(), 0, 0, cv::INTER_AREA);
  shrinking::shrink(page(part), found, found.size());
  EXPECT_EQ(found.data, memory.data);
  EXPECT_LE(cv::norm(found, expected, cv::NORM_INF), 1);
}

TEST(Shrink, RefusesToEnlarge) {
  cv::Mat found;
  EXPECT_THROW(shrinking::shrink(noise({20, 20}, 1), found, cv::Size(21, 10)), cv::Exception);
  EXPECT_THROW(shrinking::shrink(noise({20, 20}, 1), found, cv::Size(0, 10)), cv::Exception);
}

}  // namespace
