#include "image_quality.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <shrinking/shrink.hpp>
#include <vector>

namespace image_analyzer {
namespace {

// Working sizes, longer side in pixels: fine enough for the strokes of a card's small print, small enough to cost a few
// milliseconds.
constexpr int kSharpnessSide = 1000;
constexpr int kGlareSide = 480;

cv::Mat shrink(const cv::Mat& image, int side) {
  const double factor = static_cast<double>(side) / std::max(image.cols, image.rows);
  if (factor >= 1.0) return image;
  cv::Mat small;
  shrinking::shrink(image, small, factor);
  return small;
}

// For each pixel, how much it differs from its right and lower neighbours.
cv::Mat differences(const cv::Mat& grey) {
  const cv::Rect here(0, 0, grey.cols - 1, grey.rows - 1);
  cv::Mat across, down;
  cv::absdiff(grey(here), grey(here + cv::Point(1, 0)), across);
  cv::absdiff(grey(here), grey(here + cv::Point(0, 1)), down);
  return across + down;  // saturates at 255
}

// Blurring a sharp edge lowers the differences between neighbours on it by much, blurring a blurred edge hardly at all.
// (Only what is lost counts: around the edge the differences grow, and their sum stays the same.)
double measure_sharpness(const cv::Mat& grey) {
  constexpr int kTiles = 8;
  constexpr int kBlur = 5;                // pixels
  constexpr double kMinDifference = 1.5;  // mean grey levels; flatter tiles are noise or nothing
  if (grey.cols < kTiles * 4 || grey.rows < kTiles * 4) return 0;
  cv::Mat blurred;
  cv::blur(grey, blurred, {kBlur, kBlur});
  const cv::Mat before = differences(grey);
  const cv::Mat lost = before - differences(blurred);  // saturates at 0
  struct Tile {
    double detail, sharpness;
  };
  std::vector<Tile> tiles;
  const int width = before.cols / kTiles;
  const int height = before.rows / kTiles;
  for (int y = 0; y < kTiles; ++y) {
    for (int x = 0; x < kTiles; ++x) {
      const cv::Rect area(x * width, y * height, width, height);
      const double detail = cv::mean(before(area))[0];
      if (detail < kMinDifference) continue;
      tiles.push_back({detail, cv::mean(lost(area))[0] / detail});
    }
  }
  if (tiles.empty()) return 0;
  std::sort(tiles.begin(), tiles.end(), [](const Tile& a, const Tile& b) { return a.detail > b.detail; });
  tiles.resize(std::max<size_t>(1, std::min(tiles.size(), static_cast<size_t>(kTiles * kTiles / 4))));
  double sum = 0;
  for (const auto& tile : tiles) sum += tile.sharpness;
  return std::clamp(sum / static_cast<double>(tiles.size()), 0.0, 1.0);
}

double measure_glare(const cv::Mat& grey) {
  constexpr double kBurnt = 250;       // grey level from which a sensor's or JPEG's white has no detail
  constexpr double kMinArea = 0.0008;  // of the picture; smaller spots hide nothing
  constexpr double kMaxArea = 0.25;    // larger ones are a white background
  constexpr double kSoftEdge =
      205;  // grey level of most pixels just outside: glare fades, print and paper edges do not
  constexpr double kMinFilled = 0.5;  // of its convex hull: text on white paper leaves holes and branches
  const double total = static_cast<double>(grey.total());
  cv::Mat burnt;
  cv::threshold(grey, burnt, kBurnt - 1, 255, cv::THRESH_BINARY);
  if (cv::countNonZero(burnt) < kMinArea * total) return 0;  // most photos: there is no spot to look at
  cv::Mat labels, stats, centres;
  const int count = cv::connectedComponentsWithStats(burnt, labels, stats, centres, 8, CV_32S);
  const cv::Mat ring_shape = cv::getStructuringElement(cv::MORPH_ELLIPSE, {7, 7});
  double share = 0;
  for (int i = 1; i < count; ++i) {
    const double area = stats.at<int>(i, cv::CC_STAT_AREA);
    if (area < kMinArea * total || area > kMaxArea * total) continue;
    const cv::Rect box(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                       stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
    const bool at_border = box.x == 0 || box.y == 0 || box.br().x == grey.cols || box.br().y == grey.rows;
    if (at_border) continue;
    const cv::Rect around =
        cv::Rect(box.x - 4, box.y - 4, box.width + 8, box.height + 8) & cv::Rect(0, 0, grey.cols, grey.rows);
    const cv::Mat spot = labels(around) == i;
    cv::Mat ring;
    cv::dilate(spot, ring, ring_shape);
    ring &= ~spot;
    if (cv::countNonZero(ring & (grey(around) >= kSoftEdge)) * 2 < cv::countNonZero(ring)) continue;
    std::vector<std::vector<cv::Point>> outlines;
    cv::findContours(spot, outlines, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_NONE);
    if (outlines.empty()) continue;
    std::vector<cv::Point> hull;
    cv::convexHull(outlines[0], hull);
    if (area < kMinFilled * cv::contourArea(hull)) continue;
    share += area / total;
  }
  return std::clamp(share, 0.0, 1.0);
}

}  // namespace

Quality measure_quality(const cv::Mat& bgr) {
  Quality quality;
  if (bgr.empty()) return quality;
  cv::Mat grey;
  cv::cvtColor(bgr, grey, cv::COLOR_BGR2GRAY);
  grey = shrink(grey, kSharpnessSide);
  quality.sharpness = measure_sharpness(grey);
  quality.exposure = cv::mean(grey)[0] / 255.0;
  quality.glare = measure_glare(shrink(grey, kGlareSide));
  return quality;
}

}  // namespace image_analyzer
