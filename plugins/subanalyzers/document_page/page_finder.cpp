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

// A sheet looks narrower at its far end, but not by much: what tapers more is the part of it that lies in a shadow.
bool may_be_sheet(const std::vector<cv::Point>& quad) {
  constexpr double kMostTapering = 0.65;  // shorter side to longer side opposite
  const auto side = [&](std::size_t i) { return cv::norm(quad[i] - quad[(i + 1) % 4]); };
  const auto alike = [&](std::size_t i, std::size_t j) {
    return std::min(side(i), side(j)) >= kMostTapering * std::max(side(i), side(j));
  };
  return alike(0, 2) && alike(1, 3);
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
  if (quad.empty() || !cv::isContourConvex(quad) || !may_be_sheet(quad)) return {};
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

cv::Rect most_print(const cv::Mat& grey) {
  constexpr int kCells = 24;        // along the shorter side
  constexpr double kWindow = 0.62;  // of the shorter side
  constexpr int kBorderCells = 1;   // where the desk may show
  const double cell = std::max(1.0, std::min(grey.cols, grey.rows) / static_cast<double>(kCells));
  cv::Mat smooth, edges, counts, sums;
  cv::GaussianBlur(grey, smooth, {0, 0}, cell / 4);
  cv::absdiff(grey, smooth, edges);
  const cv::Size size(std::max(1, static_cast<int>(grey.cols / cell)), std::max(1, static_cast<int>(grey.rows / cell)));
  cv::resize(edges, counts, size, 0, 0, cv::INTER_AREA);
  cv::integral(counts, sums, CV_64F);
  const int side = std::max(1, static_cast<int>(kWindow * std::min(size.width, size.height)));
  cv::Rect best(0, 0, side, side);
  double most = -1;
  for (int y = kBorderCells; y + side + kBorderCells <= size.height; ++y)
    for (int x = kBorderCells; x + side + kBorderCells <= size.width; ++x) {
      const double sum = sums.at<double>(y + side, x + side) - sums.at<double>(y, x + side) -
                         sums.at<double>(y + side, x) + sums.at<double>(y, x);
      if (sum > most) most = sum, best = {x, y, side, side};
    }
  const auto scaled = [&](int cells) { return static_cast<int>(cells * cell); };
  return cv::Rect(scaled(best.x), scaled(best.y), scaled(side), scaled(side)) & cv::Rect({0, 0}, grey.size());
}

}  // namespace cotejo::document_page
