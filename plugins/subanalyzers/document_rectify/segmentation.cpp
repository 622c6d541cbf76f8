#include "segmentation.hpp"

#include <opencv2/imgproc.hpp>

namespace cotejo::rectify {
namespace {

constexpr double kLeastArea = 0.015;  // of the photo

// The four-cornered shape of a blob's hull.
void add_blobs(const cv::Mat& mask, double scale, std::vector<Quad>& into) {
  std::vector<std::vector<cv::Point>> contours;
  cv::findContours(mask, contours, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_SIMPLE);
  for (const auto& contour : contours) {
    if (cv::contourArea(contour) < kLeastArea * static_cast<double>(mask.total())) continue;
    std::vector<cv::Point> hull, corners;
    cv::convexHull(contour, hull);
    const double length = cv::arcLength(hull, true);
    for (double part = 0.01; part < 0.12; part += 0.01) {
      cv::approxPolyDP(hull, corners, part * length, true);
      if (corners.size() <= 4) break;
    }
    Quad quad;
    if (corners.size() == 4) {
      for (std::size_t i = 0; i < 4; ++i) quad[i] = corners[i];
      into.push_back(scaled(quad, scale));
    }
    cv::minAreaRect(hull).points(quad.data());
    into.push_back(scaled(quad, scale));
  }
}

// How little happens around each pixel: paper is smooth, cloth and wood are not.
cv::Mat smoothness(const cv::Mat& bgr) {
  cv::Mat grey, dx, dy, energy, smooth;
  cv::cvtColor(bgr, grey, cv::COLOR_BGR2GRAY);
  cv::Sobel(grey, dx, CV_16S, 1, 0);
  cv::Sobel(grey, dy, CV_16S, 0, 1);
  cv::convertScaleAbs(dx, dx);
  cv::convertScaleAbs(dy, dy);
  cv::addWeighted(dx, 1, dy, 1, 0, energy);
  cv::blur(energy, energy, {5, 5});
  cv::bitwise_not(energy, smooth);
  return smooth;
}

// What differs from the colours along the photo's border.
cv::Mat unlike_border(const cv::Mat& image) {
  const int margin = std::max(2, std::min(image.cols, image.rows) / 40);
  cv::Mat frame(image.size(), CV_8U, cv::Scalar(255)), distance(image.size(), CV_8U);
  frame(cv::Rect(margin, margin, image.cols - 2 * margin, image.rows - 2 * margin)).setTo(0);
  cv::Scalar mean, deviation;
  cv::meanStdDev(image, mean, deviation, frame);
  for (int y = 0; y < image.rows; ++y) {
    const auto* p = image.ptr<cv::Vec3b>(y);
    auto* d = distance.ptr<uchar>(y);
    for (int x = 0; x < image.cols; ++x) {
      double sum = 0;
      for (int k = 0; k < 3; ++k) sum += std::pow((p[x][k] - mean[k]) / (deviation[k] + 6), 2);
      d[x] = cv::saturate_cast<uchar>(40 * std::sqrt(sum));
    }
  }
  return distance;
}

}  // namespace

std::vector<Quad> segmented_quads(const cv::Mat& bgr) {
  std::vector<Quad> quads;
  cv::Mat small;
  cv::resize(bgr, small, {}, 0.5, 0.5, cv::INTER_AREA);
  cv::Mat luma, hsv, mask;
  cv::cvtColor(small, luma, cv::COLOR_BGR2YCrCb);
  cv::cvtColor(small, hsv, cv::COLOR_BGR2HSV);
  std::vector<cv::Mat> maps{unlike_border(luma)}, channels;
  cv::split(hsv, channels);
  maps.push_back(channels[1]);
  maps.push_back(channels[2]);
  maps.push_back(smoothness(small));
  const cv::Mat brush = cv::getStructuringElement(cv::MORPH_RECT, {5, 5});
  for (std::size_t i = 0; i < maps.size(); ++i) {
    cv::threshold(maps[i], mask, 0, 255,
                  i == 1 ? cv::THRESH_BINARY_INV | cv::THRESH_OTSU : cv::THRESH_BINARY | cv::THRESH_OTSU);
    cv::morphologyEx(mask, mask, cv::MORPH_OPEN, brush);
    cv::morphologyEx(mask, mask, cv::MORPH_CLOSE, brush);
    add_blobs(mask, 2, quads);
  }
  return quads;
}

}  // namespace cotejo::rectify
