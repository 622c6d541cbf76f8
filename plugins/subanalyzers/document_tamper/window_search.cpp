#include "window_search.hpp"

#include <algorithm>
#include <array>
#include <opencv2/imgproc.hpp>

namespace cotejo::tamper {
namespace {

// Sides of windows in cells: words, lines, fields, most of a portrait. What fills more than that is found by a part of
// it, and in larger windows content that differs weighs more than chance.
constexpr std::array kSides{2, 3, 4, 6, 9, 13, 19};
constexpr double kMostOfAll = 0.5;  // beyond, the rest is the part
constexpr int kFewestCells = 6;
constexpr double kLongest = 14;  // side ratio of a window
constexpr double kAsMuch = 0.8;  // of the evidence
constexpr double kLeastVariance = 1e-6;
constexpr double kOtherContent = 0.12;  // of what is expected: models are of the whole picture, and its parts differ

class Sums {
 public:
  explicit Sums(const Evidence& evidence) {
    cv::integral(evidence.found, found_, CV_64F);
    cv::integral(evidence.expected, expected_, CV_64F);
    cv::integral(evidence.variance, variance_, CV_64F);
    total_ = over(expected_, cv::Rect(0, 0, evidence.found.cols, evidence.found.rows));
  }

  struct Judged {
    double expected = 0, evidence = 0;
  };
  Judged judge(const cv::Rect& cells, double least) const {
    const double expected = over(expected_, cells);
    if (expected < least || expected > kMostOfAll * total_) return {};
    const double found = over(found_, cells);
    if (found <= expected / 2) return {};
    const double other = kOtherContent * expected;
    return {expected,
            expected * (found - expected / 2) / std::max(kLeastVariance, over(variance_, cells) + other * other)};
  }

 private:
  static double over(const cv::Mat& integral, const cv::Rect& r) {
    return integral.at<double>(r.y, r.x) - integral.at<double>(r.y, r.br().x) - integral.at<double>(r.br().y, r.x) +
           integral.at<double>(r.br().y, r.br().x);
  }
  cv::Mat found_, expected_, variance_;
  double total_ = 0;
};

template <class DO>
void each_window(const cv::Size& area, DO&& act) {
  for (const int height : kSides)
    for (const int width : kSides) {
      if (width > area.width || height > area.height || width > kLongest * height || height > kLongest * width ||
          width * height < kFewestCells)
        continue;
      const int step = std::max(1, std::min(width, height) / 3);
      for (int y = 0; y + height <= area.height; y += step)
        for (int x = 0; x + width <= area.width; x += step) act(cv::Rect(x, y, width, height));
    }
}

}  // namespace

Window most_evidence(const Evidence& evidence, const cv::Rect& within, double least) {
  Window best;
  const cv::Rect area = within & cv::Rect({0, 0}, evidence.found.size());
  if (area.empty()) return best;
  const Sums sums({evidence.found(area), evidence.expected(area), evidence.variance(area)});
  each_window(area.size(), [&](const cv::Rect& cells) {
    best.evidence = std::max(best.evidence, sums.judge(cells, least).evidence);
  });
  if (best.evidence <= 0) return best;
  // Evidence hardly grows beyond what a small piece of the part shows: the place is the largest that shows about as
  // much.
  double largest = 0;
  each_window(area.size(), [&](const cv::Rect& cells) {
    const auto judged = sums.judge(cells, least);
    if (judged.evidence >= kAsMuch * best.evidence && judged.expected > largest)
      largest = judged.expected, best.cells = cells;
  });
  best.cells += area.tl();
  return best;
}

double quick_look(const cv::Mat& found, const cv::Mat& expected) {
  constexpr std::array<std::array<int, 2>, 4> kSizes{{{12, 3}, {3, 12}, {6, 6}, {18, 18}}};
  const cv::Mat evidence = found - 0.5 * expected;
  double most = 0;
  for (const auto& [width, height] : kSizes) {
    if (width > evidence.cols || height > evidence.rows) continue;
    cv::Mat sums;
    cv::boxFilter(evidence, sums, CV_32F, {width, height}, {-1, -1}, false, cv::BORDER_REPLICATE);
    double here = 0;
    cv::minMaxLoc(sums, nullptr, &here);
    most = std::max(most, here);
  }
  return most;
}

}  // namespace cotejo::tamper
