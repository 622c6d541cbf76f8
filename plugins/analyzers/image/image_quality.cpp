#include "image_quality.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <every_cpu.hpp>
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

constexpr int kBlur = 5;  // pixels

COTEJO_EVERY_CPU
void sum_of_rows(const std::uint8_t* const (&rows)[kBlur], int count, std::uint16_t* __restrict sums) {
  const std::uint8_t *a = rows[0], *b = rows[1], *c = rows[2], *d = rows[3], *e = rows[4];
  for (int i = 0; i < count; ++i) sums[i] = static_cast<std::uint16_t>(a[i] + b[i] + c[i] + d[i] + e[i]);
}

// The mean of kBlur by kBlur pixels, rounded. `sums` begins kBlur / 2 columns before the row and ends as many after it.
COTEJO_EVERY_CPU
void mean_along(const std::uint16_t* __restrict sums, int count, std::uint8_t* __restrict means) {
  constexpr unsigned kPixels = kBlur * kBlur, kBits = 20, kPart = ((1U << kBits) + kPixels - 1) / kPixels;
  for (int i = 0; i < count; ++i) {
    const unsigned sum = sums[i] + sums[i + 1] + sums[i + 2] + sums[i + 3] + sums[i + 4];
    means[i] = static_cast<std::uint8_t>(((sum + kPixels / 2) * kPart) >> kBits);
  }
}

// In bytes throughout, so that a vector holds as many of them as it can.
[[gnu::always_inline]] inline std::uint8_t difference(std::uint8_t a, std::uint8_t b) {
  return static_cast<std::uint8_t>((a > b ? a : b) - (a > b ? b : a));
}
[[gnu::always_inline]] inline std::uint8_t sum_at_most(std::uint8_t a, std::uint8_t b) {
  const auto sum = static_cast<std::uint8_t>(a + b);
  return sum < a ? 255 : sum;
}

// For each pixel, how much it differs from its right and lower neighbours (at most 255), and how much of that is lost
// in the blurred row.
COTEJO_EVERY_CPU
void compare(const std::uint8_t* __restrict row, const std::uint8_t* __restrict below,
             const std::uint8_t* __restrict blurred, const std::uint8_t* __restrict blurred_below, int count,
             std::uint8_t* __restrict details, std::uint8_t* __restrict lost) {
  for (int i = 0; i < count; ++i) {
    const std::uint8_t sharp = sum_at_most(difference(row[i], row[i + 1]), difference(row[i], below[i])),
                       soft = sum_at_most(difference(blurred[i], blurred[i + 1]),
                                          difference(blurred[i], blurred_below[i]));
    details[i] = sharp;
    lost[i] = static_cast<std::uint8_t>((sharp > soft ? sharp : soft) - soft);
  }
}

COTEJO_EVERY_CPU
unsigned sum_of(const std::uint8_t* values, int count) {
  unsigned sum = 0;
  for (int i = 0; i < count; ++i) sum += values[i];
  return sum;
}

// The blurred rows of a picture from top to bottom; at its borders it is mirrored.
class Blurred {
 public:
  explicit Blurred(const cv::Mat& grey) : grey_(grey), sums_(static_cast<std::size_t>(grey.cols + kBlur - 1)) {}

  void row(int y, std::uint8_t* to) {
    constexpr int kReach = kBlur / 2;
    const auto inside = [this](int at) { return at < 0 ? -at : at < grey_.rows ? at : 2 * grey_.rows - 2 - at; };
    const std::uint8_t* const rows[kBlur] = {grey_.ptr(inside(y - 2)), grey_.ptr(inside(y - 1)), grey_.ptr(y),
                                             grey_.ptr(inside(y + 1)), grey_.ptr(inside(y + 2))};
    std::uint16_t* const sums = sums_.data() + kReach;
    sum_of_rows(rows, grey_.cols, sums);
    for (int i = 1; i <= kReach; ++i) sums[-i] = sums[i], sums[grey_.cols - 1 + i] = sums[grey_.cols - 1 - i];
    mean_along(sums_.data(), grey_.cols, to);
  }

 private:
  const cv::Mat& grey_;
  std::vector<std::uint16_t> sums_;
};

// Blurring a sharp edge lowers the differences between neighbours on it by much, blurring a blurred edge hardly at all.
// (Only what is lost counts: around the edge the differences grow, and their sum stays the same.)
double measure_sharpness(const cv::Mat& grey) {
  constexpr int kTiles = 8;
  constexpr double kMinDifference = 1.5;  // mean grey levels; flatter tiles are noise or nothing
  if (grey.cols < kTiles * 4 || grey.rows < kTiles * 4) return 0;
  const int width = (grey.cols - 1) / kTiles, height = (grey.rows - 1) / kTiles;
  const auto columns = static_cast<std::size_t>(grey.cols);
  std::vector<std::uint8_t> blurred(columns), blurred_below(columns), details(columns), lost(columns);
  Blurred blur(grey);
  blur.row(0, blurred.data());
  struct Tile {
    double detail, sharpness;
  };
  std::vector<Tile> tiles;
  for (int top = 0; top < kTiles * height; top += height) {
    std::array<std::uint32_t, kTiles> all_details{}, all_lost{};
    for (int y = top; y < top + height; ++y, std::swap(blurred, blurred_below)) {
      blur.row(y + 1, blurred_below.data());
      compare(grey.ptr(y), grey.ptr(y + 1), blurred.data(), blurred_below.data(), grey.cols - 1, details.data(),
              lost.data());
      for (std::size_t x = 0; x < kTiles; ++x) {
        all_details[x] += sum_of(details.data() + x * static_cast<std::size_t>(width), width);
        all_lost[x] += sum_of(lost.data() + x * static_cast<std::size_t>(width), width);
      }
    }
    const double part = 1.0 / (static_cast<double>(width) * height);
    for (std::size_t x = 0; x < kTiles; ++x) {
      const double detail = all_details[x] * part;
      if (detail >= kMinDifference) tiles.push_back({detail, all_lost[x] * part / detail});
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
