#include "light_print.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace cotejo::document_text {
namespace {

// Shares of the page's width, of which a letter's height is about a ninetieth.
constexpr double kThickerThanStrokes = 1 / 140.0;  // bold print of headings is thinner
constexpr double kLowest = 1 / 110.0, kNarrowest = 1 / 25.0;
constexpr double kDark = 0.68;         // of the paper's level
constexpr double kLightPrint = 0.003;  // least share of a band that is letters
constexpr double kMostlyDark = 0.5;    // share of a band
constexpr double kHighest = 1 / 12.0;  // share of the page's height: pictures and photos are higher

double paper_level(const cv::Mat& grey) {
  cv::Mat small;
  cv::resize(grey, small, {64, 64}, 0, 0, cv::INTER_AREA);
  std::vector<std::uint8_t> levels(small.begin<std::uint8_t>(), small.end<std::uint8_t>());
  const auto high = levels.begin() + static_cast<std::ptrdiff_t>(levels.size() * 3 / 4);
  std::nth_element(levels.begin(), high, levels.end());
  return *high;
}

using Outline = std::vector<cv::Point>;

cv::Mat filled(const Outline& outline, const cv::Rect& box) {
  cv::Mat inside(box.size(), CV_8U, cv::Scalar(0));
  cv::fillPoly(inside, std::vector<Outline>{outline}, cv::Scalar(255), cv::LINE_8, 0, -box.tl());
  return inside;
}

std::vector<Outline> dark_bands(const cv::Mat& dark) {
  const int side = std::max(5, static_cast<int>(dark.cols * kThickerThanStrokes)) | 1;
  cv::Mat solid;
  cv::morphologyEx(dark, solid, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_RECT, {side, side}));
  // Over the letters, which part what is solid.
  cv::morphologyEx(solid, solid, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_RECT, {3 * side, side}));
  std::vector<Outline> outlines, bands;
  cv::findContours(solid, outlines, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_SIMPLE);
  for (const Outline& outline : outlines) {
    const cv::Rect box = cv::boundingRect(outline);
    if (box.height < kLowest * dark.cols || box.width < kNarrowest * dark.cols || box.height > kHighest * dark.rows)
      continue;
    Outline hull;  // letters near the edge are notches in the outline
    cv::convexHull(outline, hull);
    const cv::Mat inside = filled(hull, box);
    const double share = cv::countNonZero(dark(box) & inside) / std::max(1.0, 1.0 * cv::countNonZero(inside));
    if (share >= kMostlyDark && share <= 1 - kLightPrint) bands.push_back(std::move(hull));
  }
  return bands;
}

}  // namespace

cv::Mat dark_print(const cv::Mat& grey) {
  if (grey.empty()) return grey;
  const double paper = paper_level(grey);
  cv::Mat dark;
  cv::threshold(grey, dark, kDark * paper, 255, cv::THRESH_BINARY_INV);
  const auto bands = dark_bands(dark);
  if (bands.empty()) return grey;
  cv::Mat out = grey.clone();
  for (const Outline& outline : bands) {
    const cv::Rect box = cv::boundingRect(outline);
    const cv::Mat inside = filled(outline, box);
    cv::Mat turned;
    double darkest = 0, lightest = 0;
    cv::minMaxLoc(grey(box), &darkest, &lightest, nullptr, nullptr, inside);
    const double scale = lightest > darkest ? paper / (lightest - darkest) : 1;
    grey(box).convertTo(turned, CV_8U, -scale, paper + scale * darkest);  // what is darkest becomes paper
    turned.copyTo(out(box), inside);
  }
  return out;
}

}  // namespace cotejo::document_text
