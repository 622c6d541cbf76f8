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
// Thresholds of paleness, in grey levels: a desk may be nearly as light as the sheet, and a shadow lie over both.
constexpr int kFirstThreshold = 50, kLastThreshold = 245, kThresholdStep = 10;
// The outline of a sheet is a step in light all along; a threshold in the middle of soft light follows none.
constexpr double kStep = 7;          // grey levels from one side of the outline to the other
constexpr double kAcross = 5;        // pixels from the outline, on either side
constexpr double kMinStepped = 0.6;  // share of the outline that is such a step
constexpr double kBorder = 0.015;    // share of the photo's longer side: nearer to its border nothing is an outline
constexpr int kMostAtBorder = 2;     // corners there: a sheet may be cut off on one side

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

bool at_border(cv::Point2d p, cv::Size size) {
  const double margin = kBorder * std::max(size.width, size.height);
  return p.x < margin || p.y < margin || p.x > size.width - margin || p.y > size.height - margin;
}

// Share of the outline, as far as it lies inside the photo, where light falls off outwards.
double stepped(const cv::Mat& pale, const std::vector<cv::Point>& quad) {
  cv::Point2d middle(0, 0);
  for (const auto& p : quad) middle += cv::Point2d(p.x, p.y) / 4.0;
  constexpr int kSamples = 40;
  int seen = 0, steps = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const cv::Point2d a = quad[i], b = quad[(i + 1) % 4], along = b - a;
    cv::Point2d out(along.y, -along.x);
    out /= std::max(1.0, cv::norm(out));
    if (out.dot((a + b) / 2 - middle) < 0) out = -out;
    for (int k = 1; k < kSamples; ++k) {
      const cv::Point2d at = a + along * (static_cast<double>(k) / kSamples);
      const cv::Point2d inner = at - out * kAcross, outer = at + out * kAcross;
      if (at_border(outer, pale.size()) || at_border(inner, pale.size())) continue;
      ++seen;
      steps += pale.at<std::uint8_t>(cv::Point(inner)) - pale.at<std::uint8_t>(cv::Point(outer)) >= kStep ? 1 : 0;
    }
  }
  return seen > 0 ? static_cast<double>(steps) / seen : 0;
}

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
  if (std::count_if(quad.begin(), quad.end(), [&](auto p) { return at_border(p, pale.size()); }) > kMostAtBorder)
    return {};
  const double steps = stepped(pale, quad);
  if (steps < kMinStepped) return {};
  return {fill * match * steps, std::move(quad)};
}

}  // namespace

std::optional<Corners> find_page(const cv::Mat& photo) {
  const double scale = static_cast<double>(kSide) / std::max(photo.cols, photo.rows);
  cv::Mat pale = paleness(photo, std::min(1.0, scale));
  cv::GaussianBlur(pale, pale, {5, 5}, 0);
  Candidate best;
  for (int threshold = kFirstThreshold; threshold <= kLastThreshold; threshold += kThresholdStep)
    if (auto found = candidate(pale, threshold); found.score > best.score) best = std::move(found);
  if (best.quad.empty()) return std::nullopt;
  return in_order(best.quad, std::min(1.0, scale));
}

}  // namespace cotejo::document_page
