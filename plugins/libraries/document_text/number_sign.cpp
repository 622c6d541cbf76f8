#include "number_sign.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace cotejo::document_text {
namespace {

constexpr int kSide = 40;                          // pixels of a glyph when it is examined
constexpr int kLeastHeight = 10;                   // pixels; of smaller ones nothing can be told
constexpr double kNarrowest = 0.5, kWidest = 1.3;  // of the letters' height
constexpr double kLowest = 0.75;                   // of the letters' height
constexpr double kEnds[] = {0.08, 0.14,
                            0.2};   // of the height, from above and below: where there are two upright strokes alone
constexpr double kThickest = 0.45;  // of the width: a stroke, not the top of a letter
constexpr double kFeet[] = {0.08, 0.14};  // of the height, below the bar of a 4
constexpr double kFoot = 0.6;             // of the width: the foot of a bold 4, not two in one
constexpr double kBeyond = 0.12;          // of the width, that the strokes across reach beyond these: those of H do not
constexpr double kAcross = 0.8;           // of the width, that a stroke across has ink on
constexpr double kLeastApart = 0.18;      // of the height, from the upper one to the lower one: `tt` has one

// Two upright strokes and nothing else, with room beside them.
bool two_strokes(const cv::Mat& glyph, int row) {
  int runs = 0, length = 0, first = glyph.cols, last = -1;
  for (int x = 0; x <= glyph.cols; ++x) {
    if (x < glyph.cols && glyph.at<std::uint8_t>(row, x) != 0) {
      runs += length++ == 0 ? 1 : 0;
      first = std::min(first, x), last = x;
      if (length > kThickest * glyph.cols) return false;
    } else {
      length = 0;
    }
  }
  return runs == 2 && first + (glyph.cols - 1 - last) >= kBeyond * glyph.cols;
}

bool two_strokes_at_the_ends(const cv::Mat& glyph) {
  return std::all_of(std::begin(kEnds), std::end(kEnds), [&](double share) {
    const int at = static_cast<int>(share * glyph.rows);
    return two_strokes(glyph, at) && two_strokes(glyph, glyph.rows - 1 - at);
  });
}

bool two_strokes_across(const cv::Mat& glyph) {
  int first = -1, last = -1;
  for (int y = 0; y < glyph.rows; ++y) {
    if (cv::countNonZero(glyph.row(y)) < kAcross * glyph.cols) continue;
    if (first < 0) first = y;
    last = y;
  }
  return first >= 0 && last - first >= kLeastApart * glyph.rows;
}

// Ink white, kSide squared; empty outside of the picture.
cv::Mat glyph_of(const cv::Mat& grey, const cv::Rect& piece) {
  const cv::Rect inside = piece & cv::Rect(0, 0, grey.cols, grey.rows);
  cv::Mat glyph;
  if (inside.empty()) return glyph;
  cv::resize(grey(inside), glyph, {kSide, kSide}, 0, 0, cv::INTER_CUBIC);
  cv::threshold(glyph, glyph, 0, 255, cv::THRESH_BINARY_INV | cv::THRESH_OTSU);
  return glyph;
}

bool is_number_sign(const cv::Mat& grey, const cv::Rect& piece) {
  const cv::Mat glyph = glyph_of(grey, piece);
  return !glyph.empty() && two_strokes_at_the_ends(glyph) && two_strokes_across(glyph);
}

// One stroke and nothing else.
bool one_stroke(const cv::Mat& glyph, int row, double thickest) {
  int runs = 0, length = 0;
  for (int x = 0; x < glyph.cols; ++x) {
    if (glyph.at<std::uint8_t>(row, x) == 0) continue;
    runs += x == 0 || glyph.at<std::uint8_t>(row, x - 1) == 0 ? 1 : 0;
    ++length;
  }
  return runs == 1 && length <= thickest * glyph.cols;
}

}  // namespace

std::vector<cv::Rect> number_signs(const cv::Mat& grey, const std::vector<cv::Rect>& pieces, int letter_height) {
  std::vector<cv::Rect> found;
  for (const auto& piece : pieces) {
    if (piece.height < kLeastHeight || piece.height < kLowest * letter_height) continue;
    if (piece.width < kNarrowest * letter_height || piece.width > kWidest * letter_height) continue;
    if (is_number_sign(grey, piece)) found.push_back(piece);
  }
  return found;
}

bool has_one_foot(const cv::Mat& grey, const cv::Rect& piece, int letter_height) {
  if (piece.height < kLeastHeight || piece.height < kLowest * letter_height || piece.width > kWidest * letter_height)
    return false;
  const cv::Mat glyph = glyph_of(grey, piece);
  return !glyph.empty() && std::all_of(std::begin(kFeet), std::end(kFeet), [&](double share) {
    return one_stroke(glyph, glyph.rows - 1 - static_cast<int>(share * glyph.rows), kFoot);
  });
}

}  // namespace cotejo::document_text
