#include "ink.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace cotejo::text {
namespace {

// The definition, by OpenCV's filters. The noise of an even ground with a few letters is 0.
cv::Mat expected_ink(const cv::Mat& grey, int window, float depth) {
  constexpr float kNoise = 2;
  cv::Mat mean, square, ink(grey.size(), CV_8U);
  cv::boxFilter(grey, mean, CV_32F, {window, window});
  cv::sqrBoxFilter(grey, square, CV_32F, {window, window});
  for (int y = 0; y < grey.rows; ++y)
    for (int x = 0; x < grey.cols; ++x) {
      const float m = mean.at<float>(y, x), deviation = std::sqrt(std::max(0.0F, square.at<float>(y, x) - m * m));
      ink.at<uchar>(y, x) =
          deviation > kNoise && static_cast<float>(grey.at<uchar>(y, x)) < m - depth * deviation - 1 ? 255 : 0;
    }
  return ink;
}

TEST(Ink, IsWhatIsDarkerThanItsWindowByAPartOfTheDeviation) {
  for (const cv::Size size : {cv::Size(300, 120), {61, 200}, {20, 9}, {5, 3}}) {
    cv::Mat grey(size, CV_8U, cv::Scalar(200));
    for (int y = 30; y < size.height + 30; y += 37)
      cv::putText(grey, "RIO BRAVO 50", {2, y}, cv::FONT_HERSHEY_SIMPLEX, 0.8, cv::Scalar(40), 2, cv::LINE_AA);
    for (const int window : {19, 21, 25, 4})
      for (const float depth : {0.45F, 0.9F}) {
        const cv::Mat found = ink_of(grey, window, depth), expected = expected_ink(grey, window, depth);
        EXPECT_EQ(cv::countNonZero(found != expected), 0) << size << ", " << window << ", " << depth;
        if (size.width == 300) {
          EXPECT_GT(cv::countNonZero(found), 500);
        }
      }
  }
}

}  // namespace
}  // namespace cotejo::text
