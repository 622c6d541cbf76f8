#include "ink.hpp"

#include <opencv2/imgproc.hpp>

#include "thinning.hpp"

namespace cotejo::signature {
namespace {

constexpr double kLeastContrast = 22;  // grey levels: paper's grain and shadows are below
constexpr double kRuleShare = 0.30;    // of the place's width that a printed line runs at least
constexpr double kSpeck = 0.0004;      // of the place's area
constexpr double kFarSpeck = 0.02;     // of the ink: pieces that small count for nothing
// Heights of the place. 54 blank ones, as text, scan and photo, had no stroke at all that was left; of signed ones the
// shortest had 0.85, the next 1.6.
constexpr double kShortest = 0.5;  // less length of stroke is no signature …
constexpr double kTrace = 0.1;     // … but more than this is not nothing

int odd(double value) {
  return static_cast<int>(value) / 2 * 2 + 1;
}

// The row that the longest horizontal line runs along, give or take its slope.
int find_rule(const cv::Mat& mask) {
  const int piece = std::max(12, mask.cols / 8);
  cv::Mat lines, joined;
  cv::dilate(mask, joined, cv::getStructuringElement(cv::MORPH_RECT, {1, 3}));
  cv::morphologyEx(joined, lines, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_RECT, {piece, 1}));
  int best = -1, most = static_cast<int>(mask.cols * kRuleShare);
  constexpr int kBand = 6;  // rows that a line askew by a degree crosses
  for (int y = mask.rows / 3; y < mask.rows; ++y) {
    cv::Mat columns;
    cv::reduce(lines.rowRange(y, std::min(mask.rows, y + kBand)), columns, 0, cv::REDUCE_MAX);
    const int run = cv::countNonZero(columns);
    if (run > most) most = run, best = y;
  }
  return best < 0 ? -1 : std::min(mask.rows - 1, best + kBand / 2);
}

// Takes the line out and leaves the strokes that cross it.
void erase_rule(cv::Mat& mask, int rule) {
  constexpr int kReach = 6, kThick = 5;
  for (int x = 0; x < mask.cols; ++x) {
    int top = -1;
    for (int y = std::max(0, rule - kReach); y <= std::min(mask.rows, rule + kReach + 1); ++y) {
      const bool ink = y < std::min(mask.rows, rule + kReach + 1) && mask.at<uchar>(y, x);
      if (ink && top < 0) top = y;
      if (ink || top < 0) continue;
      if (y - top <= kThick) mask.col(x).rowRange(top, y).setTo(0);
      top = -1;
    }
  }
  cv::morphologyEx(mask, mask, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_ELLIPSE, {3, 5}));
}

// Specks, and what reaches in from below: letters of the words under the line.
void drop_strangers(cv::Mat& mask, int floor) {
  cv::Mat labels, stats, centres;
  const int count = cv::connectedComponentsWithStats(mask, labels, stats, centres, 8, CV_32S);
  const int total = cv::countNonZero(mask);
  for (int i = 1; i < count; ++i) {
    const int area = stats.at<int>(i, cv::CC_STAT_AREA), top = stats.at<int>(i, cv::CC_STAT_TOP),
              height = stats.at<int>(i, cv::CC_STAT_HEIGHT);
    const bool speck = area < std::max(kSpeck * static_cast<double>(mask.total()), kFarSpeck * total);
    const bool letter = floor >= mask.rows && top + height >= mask.rows && height < mask.rows / 8;
    const bool below = top > floor - height / 4 || letter;
    if (speck || below) mask.setTo(0, labels == i);
  }
}

}  // namespace

cv::Mat dark_strokes(const cv::Mat& grey) {
  cv::Mat paper, darkness, mask;
  // The paper behind thin strokes: bright within a letter's size, smoothed.
  const int reach = odd(std::max(9.0, std::min(grey.rows, grey.cols) / 6.0));
  cv::dilate(grey, paper, cv::getStructuringElement(cv::MORPH_RECT, {reach, reach}));
  cv::GaussianBlur(paper, paper, {}, reach / 3.0);
  cv::subtract(paper, grey, darkness);
  cv::GaussianBlur(darkness, darkness, {}, 0.6);
  const double level = cv::threshold(darkness, mask, 0, 255, cv::THRESH_BINARY | cv::THRESH_OTSU);
  if (level < kLeastContrast) cv::threshold(darkness, mask, kLeastContrast, 255, cv::THRESH_BINARY);
  return mask;
}

double stroke_length(const cv::Mat& mask) {
  return cv::countNonZero(thinned(mask));
}

Ink isolate(const cv::Mat& grey, const std::vector<cv::Rect>& printed) {
  Ink ink;
  if (grey.rows < 12 || grey.cols < 24) return ink;
  ink.mask = dark_strokes(grey);
  ink.rule = find_rule(ink.mask);
  const int floor = ink.rule < 0 ? grey.rows : ink.rule;
  if (ink.rule >= 0) erase_rule(ink.mask, ink.rule);
  for (const cv::Rect& word : printed) {
    const cv::Rect inside = word & cv::Rect({0, 0}, grey.size());
    if (!inside.empty() && inside.y + inside.height / 2 > floor) ink.mask(inside).setTo(0);
  }
  drop_strangers(ink.mask, floor);
  ink.length = stroke_length(ink.mask);
  if (ink.length >= kShortest * grey.rows) ink.box = cv::boundingRect(ink.mask);
  ink.trace = ink.empty() && ink.length > kTrace * grey.rows;
  return ink;
}

}  // namespace cotejo::signature
