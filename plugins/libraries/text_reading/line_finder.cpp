#include "line_finder.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <opencv2/imgproc.hpp>
#include <text_lines/components.hpp>

namespace cotejo::text_reading {
namespace {

// Strokes are narrower than this; what is wider (a portrait's hair, a shadow) is background. Pixels; a card's thickest
// letters have strokes of 6.
constexpr int kStrokeWindow = 17;
// A stroke has at least this share of the contrast of the strongest stroke near it: separates letters from the fine
// print behind them.
constexpr double kShareOfStrongest = 0.40;
constexpr int kNeighbourhoodWidth = 31, kNeighbourhoodHeight = 9;
constexpr double kFaintest = 11;  // grey levels; fainter strokes cannot be read anyway

// Letters of lower case and those with an accent stand on the base line of their neighbours and close to them.
constexpr double kLowerCase = 0.55, kSameBase = 0.15, kWithinWord = 0.35;
constexpr double kColumnSlack = 0.33;            // letter heights
constexpr int kLeastMark = 3, kLeastLetter = 5;  // pixels of ink; the full stop of small print has three or four
// Over a comma or a hyphen a line goes on across this many letter heights: with fixed pitch, a comma and a space leave
// two letters' room.
constexpr double kMaxGapAtMark = 1.7;
// Of fixed pitch: distances of letters' middles may be this far off it, and words stand two pitches apart.
constexpr double kEvenPitch = 0.22, kWordStep = 2, kWordSlack = 0.35;
constexpr double kSameSize = 0.8;  // height of the smaller of two words' letters over the larger's
constexpr double kSamePitch = 0.12;
// Letters that tell a pitch, and that tell it well enough for a word of fewer to be joined.
constexpr std::size_t kTellsPitch = 3, kTellsWell = 5;
constexpr int kLargestMark = 14;          // pixels
constexpr std::size_t kMostMarks = 3000;  // more are noise; the largest are kept

cv::Mat strokes_of(const cv::Mat& grey, double noise_multiple) {
  cv::Mat smooth, dark, strongest;
  cv::GaussianBlur(grey, smooth, {3, 3}, 0);
  cv::morphologyEx(smooth, dark, cv::MORPH_BLACKHAT,
                   cv::getStructuringElement(cv::MORPH_RECT, {kStrokeWindow, kStrokeWindow}));
  cv::dilate(dark, strongest, cv::getStructuringElement(cv::MORPH_RECT, {kNeighbourhoodWidth, kNeighbourhoodHeight}));
  const double floor = std::max(kFaintest, noise_multiple * cv::mean(dark)[0]);
  cv::Mat threshold;
  strongest.convertTo(threshold, CV_8U, kShareOfStrongest);
  cv::max(threshold, floor, threshold);
  cv::Mat out;
  cv::compare(dark, threshold, out, cv::CMP_GT);
  return out;
}

std::vector<cv::Rect> pieces_of(const cv::Mat& strokes, const LineLimits& limits, std::vector<cv::Rect>& small) {
  std::vector<cv::Rect> out;
  for (const auto& [box, area] : text::components_of(strokes)) {
    if (area < kLeastMark || box.height > limits.max_letter || box.width > 12 * limits.max_letter) continue;
    if (box.height < limits.min_letter) {
      small.push_back(box);
      continue;
    }
    if (area < kLeastLetter) continue;
    if (area < box.area() / 12) continue;       // a frame or a thin curve
    if (box.width > 12 * box.height) continue;  // a rule
    out.push_back(box);
  }
  return out;
}

struct Groups {
  std::vector<std::size_t> parent;
  explicit Groups(std::size_t count) : parent(count) { std::iota(parent.begin(), parent.end(), std::size_t{0}); }
  std::size_t root(std::size_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
  }
};

bool belong_together(const cv::Rect& a, const cv::Rect& b, const LineLimits& limits) {
  const int low = std::min(a.height, b.height), high = std::max(a.height, b.height);
  const int overlap = std::min(a.br().y, b.br().y) - std::max(a.y, b.y);
  if (low < limits.min_height_ratio * high)
    return low >= kLowerCase * high && std::abs(a.br().y - b.br().y) <= kSameBase * high && overlap > 0 &&
           b.x - a.br().x < kWithinWord * high;
  return overlap > 0.6 * low && b.x - a.br().x < limits.max_gap * high;
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// Theil's estimate over pairs that are far apart: one letter that hangs low does not tilt the line.
double slope_of(const std::vector<cv::Rect>& pieces) {
  std::vector<double> slopes;
  for (std::size_t i = 0; i < pieces.size(); ++i)
    for (std::size_t j = i + 1; j < pieces.size(); ++j) {
      const int run = pieces[j].x - pieces[i].x;
      if (run > 4 * pieces[i].height) slopes.push_back(static_cast<double>(pieces[j].br().y - pieces[i].br().y) / run);
    }
  return slopes.size() < 3 ? 0 : median(std::move(slopes));
}

// A label and its value that an accented letter has linked: splits at the widest gap where the height of the letters
// changes for good.
std::vector<TextLine> split_by_height(TextLine line, const LineLimits& limits) {
  const auto& pieces = line.pieces;
  const auto height_of = [&](std::size_t first, std::size_t last) {
    std::vector<double> heights;
    for (std::size_t i = first; i < last; ++i) heights.push_back(pieces[i].height);
    return median(std::move(heights));
  };
  const auto gap_before = [&](std::size_t i) { return pieces[i].x - pieces[i - 1].br().x; };
  std::size_t at = 0;
  int widest = 0;
  double before = 0, after = 0;
  for (std::size_t i = 2; i + 1 < pieces.size(); ++i) {
    const int gap = gap_before(i);
    if (gap < pieces[i].height / 3 || gap <= widest) continue;
    const double left = height_of(i > 6 ? i - 6 : 0, i), right = height_of(i, std::min(pieces.size(), i + 6));
    if (std::min(left, right) > limits.min_height_ratio * 1.1 * std::max(left, right)) continue;
    at = i, widest = gap, before = left, after = right;
  }
  // A narrow 1 stands well off the rest of its number: it goes with the letters of its height, over the wider gap.
  while (at > 2 && std::abs(pieces[at - 1].height - after) < std::abs(pieces[at - 1].height - before) &&
         gap_before(at - 1) > gap_before(at))
    --at;
  if (at == 0) return {std::move(line)};
  TextLine rest;
  rest.pieces.assign(pieces.begin() + static_cast<std::ptrdiff_t>(at), pieces.end());
  line.pieces.resize(at);
  std::vector<TextLine> out = split_by_height(std::move(line), limits);
  for (auto& part : split_by_height(std::move(rest), limits)) out.push_back(std::move(part));
  return out;
}

void measure(TextLine& line) {
  std::vector<double> heights;
  line.box = {};
  for (const auto& piece : line.pieces) {
    heights.push_back(piece.height);
    line.box = line.box.empty() ? piece : line.box | piece;
  }
  line.letter_height = static_cast<int>(median(std::move(heights)));
  line.slope = slope_of(line.pieces);
}

bool at_level(const cv::Rect& mark, const TextLine& line) {
  const int h = line.letter_height, middle = mark.y + mark.height / 2;
  return middle > line.box.y + h / 4 && middle < line.box.br().y + h / 4 && mark.width <= h &&
         2 * mark.height <= h + 2 && mark.area() >= h * h / 64;
}

bool goes_on_across(const TextLine& left, const TextLine& right, const cv::Rect& mark, const LineLimits& limits) {
  const int low = std::min(left.letter_height, right.letter_height),
            high = std::max(left.letter_height, right.letter_height);
  const int overlap = std::min(left.box.br().y, right.box.br().y) - std::max(left.box.y, right.box.y);
  const double before = mark.x - left.box.br().x, after = right.box.x - mark.br().x;
  return low >= limits.min_height_ratio * high && overlap > 0.6 * low && at_level(mark, left) && before >= 0 &&
         before < limits.max_gap * low && after >= 0 && after < kMaxGapAtMark * low;
}

// Joins what only a comma or a hyphen links.
void join_at_marks(std::vector<TextLine>& lines, const std::vector<cv::Rect>& small, const LineLimits& limits) {
  for (const auto& mark : small) {
    TextLine *left = nullptr, *right = nullptr;
    for (auto& line : lines) {
      if (2 * line.letter_height < 3 * mark.height) continue;
      if (line.box.br().x <= mark.x && (left == nullptr || line.box.br().x > left->box.br().x) && at_level(mark, line))
        left = &line;
      if (line.box.x >= mark.br().x && (right == nullptr || line.box.x < right->box.x) && at_level(mark, line))
        right = &line;
    }
    if (left == nullptr || right == nullptr || !goes_on_across(*left, *right, mark, limits)) continue;
    left->pieces.insert(left->pieces.end(), right->pieces.begin(), right->pieces.end());
    measure(*left);
    lines.erase(lines.begin() + (right - lines.data()));
  }
}

double middle_of(const cv::Rect& piece) {
  return piece.x + piece.width / 2.0;
}

// The distance from letter to letter where it is always the same; 0 where it is not, or cannot be told.
double fixed_pitch(const TextLine& line) {
  if (line.pieces.size() < kTellsPitch) return 0;
  std::vector<double> steps;
  for (std::size_t i = 1; i < line.pieces.size(); ++i)
    steps.push_back(middle_of(line.pieces[i]) - middle_of(line.pieces[i - 1]));
  const double pitch = median(steps);
  // Letters that run into each other tell none.
  if (std::any_of(line.pieces.begin(), line.pieces.end(), [&](const auto& piece) { return piece.width >= pitch; }))
    return 0;
  const bool even = std::all_of(steps.begin(), steps.end(), [&](double step) {
    return std::abs(step - pitch) <= kEvenPitch * pitch || std::abs(step - kWordStep * pitch) <= kWordSlack * pitch;
  });
  return even ? pitch : 0;
}

bool are_words_of_one_line(const TextLine& left, const TextLine& right) {
  const int low = std::min(left.letter_height, right.letter_height),
            high = std::max(left.letter_height, right.letter_height);
  const int overlap = std::min(left.box.br().y, right.box.br().y) - std::max(left.box.y, right.box.y);
  if (low < kSameSize * high || overlap <= 0.6 * low || right.box.x <= left.box.br().x) return false;
  const double one = fixed_pitch(left), other = fixed_pitch(right), pitch = std::max(one, other);
  const bool told = one > 0 && other > 0
                        ? std::abs(one - other) <= kSamePitch * pitch
                        : pitch > 0 && std::max(left.pieces.size(), right.pieces.size()) >= kTellsWell &&
                              std::min(left.pieces.size(), right.pieces.size()) < kTellsPitch;
  const double step = middle_of(right.pieces.front()) - middle_of(left.pieces.back());
  return told && std::abs(step - kWordStep * pitch) <= kWordSlack * pitch;
}

// Words of widely set type of fixed pitch stand farther apart than other lines' columns may.
void join_words(std::vector<TextLine>& lines) {
  std::sort(lines.begin(), lines.end(), [](const auto& a, const auto& b) { return a.box.x < b.box.x; });
  for (std::size_t i = 0; i < lines.size();) {
    const auto next = std::find_if(lines.begin() + static_cast<std::ptrdiff_t>(i) + 1, lines.end(),
                                   [&](const auto& other) { return are_words_of_one_line(lines[i], other); });
    if (next == lines.end()) {
      ++i;
      continue;
    }
    TextLine joined = lines[i];
    joined.pieces.insert(joined.pieces.end(), next->pieces.begin(), next->pieces.end());
    measure(joined);
    lines.erase(next);
    lines[i] = std::move(joined);
  }
}

// Full stops, commas and hyphens are too small to be pieces; those beside a line widen its box.
void attach_small(TextLine& line, const std::vector<cv::Rect>& small) {
  const int h = line.letter_height;
  for (bool grown = true; grown;) {
    grown = false;
    for (const auto& mark : small) {
      const bool beside = mark.br().x > line.box.br().x && mark.x < line.box.br().x + (7 * h) / 10;
      if (!beside || !at_level(mark, line)) continue;
      line.box.width = mark.br().x - line.box.x;
      grown = true;
    }
  }
  for (const auto& mark : small)
    if (mark.x >= line.box.x && mark.br().x <= line.box.br().x && at_level(mark, line)) line.marks.push_back(mark);
  // The tilde of an Ñ and accents stand apart above the letters.
  const int top = line.box.y;
  for (const auto& mark : small) {
    const int middle = mark.x + mark.width / 2;
    const bool above = mark.br().y <= top + h / 4 && mark.y >= top - (11 * h) / 20 && mark.width >= h / 5 &&
                       mark.width <= h && mark.height <= (2 * h) / 5;
    if (!above || middle < line.box.x || middle > line.box.br().x || mark.y >= line.box.y) continue;
    line.box.height += line.box.y - mark.y;
    line.box.y = mark.y;
  }
}

}  // namespace

std::vector<TextLine> find_lines(const cv::Mat& grey, const LineLimits& limits) {
  std::vector<cv::Rect> small;
  std::vector<cv::Rect> pieces = pieces_of(strokes_of(grey, limits.noise_multiple), limits, small);
  std::sort(pieces.begin(), pieces.end(), [](const auto& a, const auto& b) { return a.x < b.x; });
  Groups groups(pieces.size());
  for (std::size_t i = 0; i < pieces.size(); ++i)
    for (std::size_t j = i + 1;
         j < pieces.size() && pieces[j].x - pieces[i].br().x < limits.max_gap * limits.max_letter; ++j)
      if (belong_together(pieces[i], pieces[j], limits)) groups.parent[groups.root(j)] = groups.root(i);

  std::vector<TextLine> lines;
  std::vector<int> line_of(pieces.size(), -1);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    int& line = line_of[groups.root(i)];
    if (line < 0) {
      line = static_cast<int>(lines.size());
      lines.emplace_back();
    }
    lines[static_cast<std::size_t>(line)].pieces.push_back(pieces[i]);
  }
  std::vector<TextLine> whole = std::move(lines);
  lines.clear();
  for (auto& line : whole)
    for (auto& part : split_by_height(std::move(line), limits)) lines.push_back(std::move(part));
  for (auto& line : lines) {
    measure(line);
    // The commas of large print are as high as letters, but no line's.
    if (line.pieces.size() == 1 && line.box.height <= kLargestMark) small.push_back(line.box);
  }
  if (lines.size() > limits.max_lines) {
    std::nth_element(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(limits.max_lines), lines.end(),
                     [](const auto& a, const auto& b) { return a.box.width > b.box.width; });
    lines.resize(limits.max_lines);
  }
  if (small.size() > kMostMarks) {
    std::nth_element(small.begin(), small.begin() + kMostMarks, small.end(),
                     [](const auto& a, const auto& b) { return a.area() > b.area(); });
    small.resize(kMostMarks);
  }
  std::sort(small.begin(), small.end(), [](const auto& a, const auto& b) { return a.x < b.x; });
  join_at_marks(lines, small, limits);
  join_words(lines);
  for (auto& line : lines) attach_small(line, small);
  std::sort(lines.begin(), lines.end(),
            [](const auto& a, const auto& b) { return a.box.y != b.box.y ? a.box.y < b.box.y : a.box.x < b.box.x; });
  return lines;
}

std::optional<TextLine> from_column(const TextLine& line, double x) {
  const double slack = kColumnSlack * line.letter_height;
  if (line.box.x > x - 2 * slack) return std::nullopt;
  for (std::size_t i = 1; i < line.pieces.size(); ++i) {
    if (std::abs(line.pieces[i].x - x) > slack || line.pieces[i].x <= line.pieces[i - 1].br().x) continue;
    TextLine out;
    out.pieces.assign(line.pieces.begin() + static_cast<std::ptrdiff_t>(i), line.pieces.end());
    measure(out);
    attach_small(out, line.marks);
    return out;
  }
  return std::nullopt;
}

std::optional<TextLine> part_between(const TextLine& line, double from, double to) {
  TextLine out;
  for (const auto& piece : line.pieces)
    if (const double middle = piece.x + piece.width / 2.0; middle > from && middle < to) out.pieces.push_back(piece);
  if (out.pieces.empty()) return std::nullopt;
  measure(out);
  if (out.pieces.size() < line.pieces.size()) out.slope = line.slope;
  attach_small(out, line.marks);
  return out;
}

cv::Mat cut_line(const cv::Mat& grey, const TextLine& line, const Cut& cut) {
  const double room = cut.margin * line.letter_height, side = cut.side * line.letter_height;
  // The height of a level line: a tilted one's box is higher by what it climbs.
  const double climb = std::abs(line.slope) * line.box.width;
  const int height =
      static_cast<int>(std::lround(std::max<double>(line.letter_height, line.box.height - climb) + 2 * room));
  const int width = static_cast<int>(std::lround(line.box.width + 2 * side));
  const double top = line.box.y + line.box.height / 2.0 - line.slope * line.box.width / 2.0 - height / 2.0;
  const cv::Matx23d level(1, 0, line.box.x - side, line.slope, 1, top - line.slope * side);
  cv::Mat out;
  cv::warpAffine(grey, out, level, {std::max(width, 2), std::max(height, 2)}, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                 cv::BORDER_REPLICATE);
  if (cut.sharpening > 0) {
    cv::Mat blurred;
    cv::GaussianBlur(out, blurred, {}, std::max(0.6, cut.radius * line.letter_height));
    cv::addWeighted(out, 1 + cut.sharpening, blurred, -cut.sharpening, 0, out);
  }
  return out;
}

}  // namespace cotejo::text_reading
