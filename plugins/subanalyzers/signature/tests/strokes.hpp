// A place to sign, and a scrawl, for the tests of this folder.
#pragma once
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace cotejo::signature::testing {

inline constexpr int kRule = 170;  // row of the printed line

inline cv::Mat place(int paper) {
  cv::Mat picture(220, 480, CV_8UC1, cv::Scalar(paper));
  cv::line(picture, {30, kRule}, {450, kRule}, cv::Scalar(30), 2);
  return picture;
}

// Swings of a pen; another `hand`, another shape.
inline void scrawl(cv::Mat& picture, double hand, int grey) {
  std::vector<cv::Point> points;
  for (double t = 0; t < 20; t += 0.05)
    points.emplace_back(cvRound(80 + 15 * t + 18 * std::sin(1.7 * hand * t)),
                        cvRound(100 - 34 * std::sin(2.3 * hand * t + 0.4) - 22 * std::cos(0.9 * hand * t * t / 10)));
  cv::polylines(picture, points, false, cv::Scalar(grey), 3, cv::LINE_AA);
}

}  // namespace cotejo::signature::testing
