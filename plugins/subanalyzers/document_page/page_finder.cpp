#include "page_finder.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace cotejo::document_page {
namespace {

constexpr int kSide = 640;          // pixels of the longer side at which outlines are looked for
constexpr double kMinShare = 0.2;   // of the photo that a page covers
constexpr double kMinFill = 0.88;   // of its hull that is light: print is closed, a desk's pattern is not
constexpr double kMinMatch = 0.92;  // of hull and quadrilateral
constexpr double kThresholds[] = {0.85, 1.0, 1.12};  // times Otsu's: shadows, and desks that are nearly white

// How light the darkest channel is: paper is white, wood and cloth have a colour.
cv::Mat paleness(const cv::Mat& photo, double scale) {
  cv::Mat small, out;
  cv::resize(photo, small, {}, scale, scale, cv::INTER_AREA);
  if (small.channels() == 1) return small;
  std::vector<cv::Mat> channels;
  cv::split(small, channels);
  out = cv::min(channels[0], cv::min(channels[1], channels[2]));
  return out;
}

std::vector<cv::Point> largest_contour(const cv::Mat& mask) {
  std::vector<std::vector<cv::Point>> all;
  cv::findContours(mask, all, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_SIMPLE);
  const auto best = std::max_element(
      all.begin(), all.end(), [](const auto& a, const auto& b) { return cv::contourArea(a) < cv::contourArea(b); });
  return best == all.end() ? std::vector<cv::Point>{} : *best;
}

std::vector<cv::Point> four_corners(const std::vector<cv::Point>& hull) {
  const double around = cv::arcLength(hull, true);
  std::vector<cv::Point> quad;
  for (double share = 0.01; share <= 0.1; share += 0.01) {
    cv::approxPolyDP(hull, quad, share * around, true);
    if (quad.size() == 4) return quad;
    if (quad.size() < 4) break;
  }
  return {};
}

// Clockwise, from the one nearest to the photo's top left.
Corners in_order(std::vector<cv::Point> quad, double scale) {
  cv::Point2d middle(0, 0);
  for (const auto& p : quad) middle += cv::Point2d(p.x, p.y) / 4.0;
  const auto angle = [&](cv::Point p) { return std::atan2(p.y - middle.y, p.x - middle.x); };
  std::sort(quad.begin(), quad.end(), [&](auto a, auto b) { return angle(a) < angle(b); });
  const auto first = std::min_element(quad.begin(), quad.end(), [](auto a, auto b) { return a.x + a.y < b.x + b.y; });
  std::rotate(quad.begin(), first, quad.end());
  Corners out;
  for (std::size_t i = 0; i < 4; ++i)
    out[i] = {static_cast<float>(quad[i].x / scale), static_cast<float>(quad[i].y / scale)};
  return out;
}

struct Candidate {
  double score = 0;
  std::vector<cv::Point> quad;
};

Candidate candidate(const cv::Mat& pale, double threshold) {
  cv::Mat mask;
  cv::threshold(pale, mask, threshold, 255, cv::THRESH_BINARY);
  cv::morphologyEx(mask, mask, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_RECT, {9, 9}));
  cv::morphologyEx(mask, mask, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_RECT, {9, 9}));
  const auto contour = largest_contour(mask);
  if (contour.empty()) return {};
  std::vector<cv::Point> hull;
  cv::convexHull(contour, hull);
  const double whole = static_cast<double>(pale.total()), area = cv::contourArea(hull);
  const double fill = area > 0 ? cv::contourArea(contour) / area : 0;
  if (area < kMinShare * whole || fill < kMinFill) return {};
  auto quad = four_corners(hull);
  if (quad.empty() || !cv::isContourConvex(quad)) return {};
  const double own = cv::contourArea(quad), match = std::min(own, area) / std::max(own, area);
  if (match < kMinMatch) return {};
  return {fill * match, std::move(quad)};
}

}  // namespace

std::optional<Corners> find_page(const cv::Mat& photo) {
  const double scale = static_cast<double>(kSide) / std::max(photo.cols, photo.rows);
  cv::Mat pale = paleness(photo, std::min(1.0, scale)), ignored;
  cv::GaussianBlur(pale, pale, {5, 5}, 0);
  const double otsu = cv::threshold(pale, ignored, 0, 255, cv::THRESH_BINARY | cv::THRESH_OTSU);
  Candidate best;
  for (const double factor : kThresholds)
    if (auto found = candidate(pale, otsu * factor); found.score > best.score) best = std::move(found);
  if (best.quad.empty()) return std::nullopt;
  return in_order(best.quad, std::min(1.0, scale));
}

}  // namespace cotejo::document_page
