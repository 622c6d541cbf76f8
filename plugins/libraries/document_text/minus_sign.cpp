#include "minus_sign.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <vector>

namespace cotejo::document_text {
namespace {

// All lengths in heights of the letters.
constexpr double kSpill = 0.12;                     // of the letter's own ink into the room beside it
constexpr double kFarthest = 0.5;                   // from the letter to the stroke
constexpr double kShortest = 0.16, kLongest = 1.1;  // of the stroke
constexpr double kThickest = 0.3;                   // of the stroke
constexpr double kHighest = 0.32, kLowest = 0.78;   // of its middle, from the top: full stops lie lower
constexpr double kLevel = 0.15;                     // by how much its middle may climb
constexpr double kClear = 0.4;                      // of room beyond it
constexpr double kLongerThanThick = 1.25;           // a middle dot is round
constexpr double kNearerThanBeyond = 2;             // times the room before it: a dash between two words is none
constexpr double kInk = 0.4;                        // of the contrast between paper and letters
constexpr int kLeastHeight = 8;                     // pixels; of smaller letters nothing can be told
constexpr double kReach = kFarthest + kLongest + 2 * kFarthest;

struct Stroke {
  double top = 0, bottom = 0;  // rows of ink in one column
};

// What has ink in each column, from the letters outwards; an empty column has none.
std::vector<std::optional<Stroke>> columns_beside(const cv::Mat& grey, const cv::Rect& letters, Side side) {
  const int reach = static_cast<int>(kReach * letters.height);
  const cv::Rect page(0, 0, grey.cols, grey.rows);
  const cv::Rect beside(side == Side::left ? letters.x - reach : letters.br().x, letters.y, reach, letters.height);
  const cv::Rect looked_at = beside & page;
  std::vector<std::optional<Stroke>> out;
  if (looked_at.empty() || (letters & page).empty()) return out;
  cv::Mat smooth;
  cv::GaussianBlur(grey(looked_at), smooth, {3, 3}, 0);
  double darkest = 0, lightest = 0;
  cv::minMaxLoc(grey(letters & page), &darkest, nullptr);
  cv::minMaxLoc(smooth, nullptr, &lightest);
  const double ink = lightest - kInk * (lightest - darkest);
  for (int i = 0; i < looked_at.width; ++i) {
    const int x = side == Side::left ? looked_at.width - 1 - i : i;
    std::optional<Stroke> stroke;
    for (int y = 0; y < smooth.rows; ++y) {
      if (smooth.at<std::uint8_t>(y, x) > ink) continue;
      if (!stroke) stroke = Stroke{static_cast<double>(y), 0};
      stroke->bottom = y + 1;
    }
    out.push_back(stroke);
  }
  return out;
}

bool is_level_stroke(const std::vector<Stroke>& strokes, double height) {
  double thickest = 0, highest = height, lowest = 0;
  for (const Stroke& stroke : strokes) {
    const double middle = (stroke.top + stroke.bottom) / 2;
    thickest = std::max(thickest, stroke.bottom - stroke.top);
    highest = std::min(highest, middle), lowest = std::max(lowest, middle);
  }
  const auto length = static_cast<double>(strokes.size());
  return length >= kShortest * height && length <= kLongest * height && thickest <= kThickest * height &&
         length >= kLongerThanThick * thickest && highest >= kHighest * height && lowest <= kLowest * height &&
         lowest - highest <= kLevel * height;
}

}  // namespace

bool minus_beside(const cv::Mat& grey, const cv::Rect& letters, Side side) {
  if (letters.height < kLeastHeight) return false;
  const auto columns = columns_beside(grey, letters, side);
  const double height = letters.height;
  std::size_t at = 0;
  while (at < columns.size() && columns[at] && static_cast<double>(at) < kSpill * height) ++at;
  const std::size_t before = at;
  while (at < columns.size() && !columns[at]) ++at;
  const double room = static_cast<double>(at - before);
  std::vector<Stroke> strokes;
  for (; at < columns.size() && columns[at]; ++at) strokes.push_back(*columns[at]);
  std::size_t beyond = 0;
  while (at + beyond < columns.size() && !columns[at + beyond]) ++beyond;
  return room <= kFarthest * height && !strokes.empty() && is_level_stroke(strokes, height) &&
         static_cast<double>(beyond) >= std::max(kClear * height, kNearerThanBeyond * room);
}

}  // namespace cotejo::document_text
