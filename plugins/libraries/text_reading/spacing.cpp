#include "spacing.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace cotejo::text_reading {
namespace {

// A logistic model of a blank between two letters, fitted to 37,155 pairs of letters (5,078 with a blank) in the names
// and addresses of 500 cards from three unrelated generators, at all levels. Each generator by the model of the two
// others: 15 pairs wrong (46 by the one before, which knew no block), one of which was given less than 2 %.
// Room is in letter heights, the networks' beliefs are log odds.
struct Model {
  double base;
  double room;           // beyond what is usual between letters of the line, up to kMostRoom
  double first, second;  // beliefs in a blank, between -kMostOdds and kMostOdds
  double stroke, stop;   // beside a hyphen, slash or number sign; before a full stop or comma
  double word_gap;       // room as a share of what is between words of the block: -0.5 none, 0.5 as much
  double excess;         // by which the letters' middles stand farther apart than letters of their widths do
  double sloping, open;  // letters that reach into each other's room, kSloping and kOpenBefore
};
constexpr Model kBothReaders{4.0, 8.28, 1.19, 0.745, -1.74, -1.91, 4.53, 5.72, 0.88, 1.15};
// The same pairs by one reader: 41 wrong, three of them with less than 5 %.
constexpr Model kOneReader{0.5, 16.9, 1.3, 0, -2.46, -1.39, 5.62, 0, 0.67, 1.09};
constexpr double kMostRoom = 0.45, kMostOdds = 7, kLeastExcess = -0.3, kMostExcess = 0.6;
constexpr double kSureBlank = 3;    // log odds of a blank that tells the block's word gap
constexpr double kSameType = 0.15;  // by which letters of one block may differ in height
constexpr double kLeastWordGap = 0.1;
// A blank that the network for capitals sees and the one that knows words excludes (odds of 1 to 100): 55 of 58 were
// blanks, however wide the room.
constexpr double kExcluded = -4.6, kContested = 0.95;
constexpr double kUsual = 1.0 / 3, kUsualPitch = 0.4;  // quantiles over a line's gaps that are hardly blanks

constexpr std::string_view kStrokes = "-/'#", kStops = ".,";
constexpr std::string_view kSloping = "AVWTY", kSlopingAfter = "AVWTYJ", kOpenBefore = "LTPFAVY";

// Of printed letters with what is usual around them, over the mean, in some 60 families of type. Others: 1.
struct Width {
  char letter;
  double width;
};
constexpr Width kWidths[] = {{',', 0.49}, {'-', 0.64}, {'.', 0.56}, {'/', 0.63}, {'0', 0.91}, {'1', 0.94}, {'2', 0.94},
                             {'3', 0.94}, {'4', 0.91}, {'5', 0.93}, {'6', 0.93}, {'7', 0.91}, {'8', 0.92}, {'9', 0.92},
                             {'A', 1.06}, {'B', 1.07}, {'C', 1.07}, {'D', 1.10}, {'E', 0.95}, {'F', 0.96}, {'G', 1.11},
                             {'H', 1.14}, {'I', 0.58}, {'J', 0.76}, {'K', 1.04}, {'L', 0.92}, {'M', 1.30}, {'N', 1.12},
                             {'O', 1.15}, {'Q', 1.07}, {'R', 1.05}, {'S', 0.98}, {'T', 0.96}, {'U', 1.11}, {'V', 1.03},
                             {'W', 1.13}, {'X', 1.03}, {'Y', 0.95}, {'Z', 0.96}};

bool is_one_of(const std::string& letter, std::string_view set) {
  return letter.size() == 1 && set.find(letter[0]) != std::string_view::npos;
}

double width_of(const std::string& letter) {
  constexpr double kTildeN = 1.06;
  if (letter.size() != 1) return kTildeN;
  const auto found =
      std::find_if(std::begin(kWidths), std::end(kWidths), [&](const Width& w) { return w.letter == letter[0]; });
  return found == std::end(kWidths) ? 1 : found->width;
}

double log_odds(double p) {
  constexpr double kLeast = 1e-6;
  return std::clamp(std::log(std::max(p, kLeast) / std::max(1 - p, kLeast)), -kMostOdds, kMostOdds);
}

double quantile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size()));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

double middle_of(const PageLine& line, const DecodedLetter& letter) {
  return (line.x_of(letter.span.first) + line.x_of(letter.span.last)) / 2;
}

// The widest room without a stroke between the middles of two letters, in letter heights.
double room_between(const PageLine& line, const std::vector<cv::Rect>& strokes, double from, double to) {
  double edge = from, widest = 0;
  for (const auto& stroke : strokes) {
    if (stroke.br().x <= from || stroke.x >= to) continue;
    widest = std::max(widest, stroke.x - edge);
    edge = std::max<double>(edge, stroke.br().x);
  }
  return std::max(widest, to - edge) / std::max(1, line.place.letter_height);
}

double space_within(const PageLine& line, double from, double to) {
  if (line.posteriors.step_width <= 0) return 0;
  const auto step = [&](double x) { return (x - line.left) / line.posteriors.step_width; };
  double most = 0;
  for (int t = std::max(0, static_cast<int>(std::ceil(step(from)))); t <= step(to) && t < line.posteriors.steps; ++t)
    most = std::max(most, static_cast<double>(line.posteriors.at(t, kSpace)));
  return most;
}

std::vector<cv::Rect> strokes_of(const TextLine& place) {
  std::vector<cv::Rect> strokes = place.pieces;
  strokes.insert(strokes.end(), place.marks.begin(), place.marks.end());
  std::sort(strokes.begin(), strokes.end(), [](const auto& a, const auto& b) { return a.x < b.x; });
  return strokes;
}

// What is known of a gap between two letters.
struct Gap {
  const std::string *before, *after;
  double room = 0;  // letter heights
  double first = 0, second = 0;
  double excess = 0;
  double belief = 0;  // log odds
  bool after_stop() const { return is_one_of(*before, kStops) || is_one_of(*before, kStrokes); }
};

struct LineOfGaps {
  double letter_height = 0;
  double usual = 0;  // room between letters of a word
  const Model* model = &kBothReaders;
  std::vector<Gap> gaps;
};

// The network for capitals places letters where they are printed; the one that knows words, somewhere near.
void measure_excess(LineOfGaps& out, const LetteredLine& in) {
  if (in.line.second == nullptr || in.alphabet == nullptr || in.letters.empty()) return;
  std::string text;
  for (const auto& letter : in.letters) text += letter.text;
  const PageLine& second = *in.line.second;
  const Span span{in.letters.front().span.first, in.letters.back().span.last};
  const auto places = places_of(text, second.posteriors, in.alphabet->second(), carry(*in.line.first, span, second));
  if (places.size() != in.letters.size()) return;
  std::vector<double> steps, scales;
  for (std::size_t i = 0; i < out.gaps.size(); ++i) {
    steps.push_back((middle_of(second, places[i + 1]) - middle_of(second, places[i])) / out.letter_height);
    scales.push_back(2 * steps[i] / (width_of(*out.gaps[i].before) + width_of(*out.gaps[i].after)));
  }
  const double scale = quantile(scales, kUsualPitch);
  for (std::size_t i = 0; i < out.gaps.size(); ++i)
    out.gaps[i].excess =
        std::clamp(steps[i] - scale * (width_of(*out.gaps[i].before) + width_of(*out.gaps[i].after)) / 2, kLeastExcess,
                   kMostExcess);
}

LineOfGaps gaps_of(const LetteredLine& in) {
  const PageLine& line = *in.line.first;
  LineOfGaps out;
  out.letter_height = std::max(1, line.place.letter_height);
  if (in.line.second == nullptr) out.model = &kOneReader;
  const auto strokes = strokes_of(line.place);
  std::vector<double> rooms;
  for (std::size_t i = 1; i < in.letters.size(); ++i) {
    const DecodedLetter &before = in.letters[i - 1], &after = in.letters[i];
    const double from = middle_of(line, before), to = middle_of(line, after);
    Gap& gap = out.gaps.emplace_back(Gap{&before.text, &after.text});
    gap.room = room_between(line, strokes, from, to);
    gap.first = log_odds(space_within(line, from, to));
    if (in.line.second != nullptr) gap.second = log_odds(space_within(*in.line.second, from, to));
    rooms.push_back(gap.room);
  }
  out.usual = quantile(std::move(rooms), kUsual);
  measure_excess(out, in);
  return out;
}

double belief_in(const LineOfGaps& line, const Gap& gap, double share_of_word_gap) {
  const Model& m = *line.model;
  double belief = m.base + m.room * std::min(gap.room - line.usual, kMostRoom) + m.first * gap.first +
                  m.second * gap.second + m.word_gap * share_of_word_gap + m.excess * gap.excess;
  if (is_one_of(*gap.before, kStrokes) || is_one_of(*gap.after, kStrokes)) belief += m.stroke;
  if (is_one_of(*gap.after, kStops)) belief += m.stop;
  if (is_one_of(*gap.before, kSloping) || is_one_of(*gap.after, kSlopingAfter)) belief += m.sloping;
  if (is_one_of(*gap.before, kOpenBefore)) belief += m.open;
  return belief;
}

// Rooms in pixels that surely are blanks, by line.
struct WordGap {
  double letter_height, room;
  const Gap* gap;
};

// What a gap's room is of the block's usual word gap, -0.5..0.5; 0 where no other gap tells one.
double share_of_word_gap(const LineOfGaps& line, const Gap& gap, const std::vector<WordGap>& known) {
  std::vector<double> rooms;
  for (const auto& other : known)
    if (other.gap != &gap && std::abs(other.letter_height - line.letter_height) <= kSameType * line.letter_height)
      rooms.push_back(other.room / line.letter_height);
  if (rooms.empty()) return 0;
  std::nth_element(rooms.begin(), rooms.begin() + static_cast<std::ptrdiff_t>((rooms.size() - 1) / 2), rooms.end());
  const double word_gap = rooms[(rooms.size() - 1) / 2];
  return std::clamp((gap.room - line.usual) / std::max(kLeastWordGap, word_gap - line.usual) - 0.5, -0.5, 0.5);
}

Spaced spaced(const LetteredLine& in, const LineOfGaps& line) {
  Spaced out;
  for (std::size_t i = 0; i < in.letters.size(); ++i) {
    if (i > 0) {
      const Gap& gap = line.gaps[i - 1];
      double blank = 1 / (1 + std::exp(-gap.belief));
      if (in.line.second != nullptr && gap.first < kExcluded && gap.second > 0) blank = std::min(blank, kContested);
      if (blank > 0.5) out.text += ' ';
      out.certainty = std::min(out.certainty, std::max(blank, 1 - blank));
      out.blanks.push_back(blank);
    }
    out.text += in.letters[i].text;
  }
  return out;
}

}  // namespace

std::vector<Spaced> space_out(const std::vector<LetteredLine>& block) {
  std::vector<LineOfGaps> lines;
  std::vector<WordGap> known;
  for (const auto& line : block) lines.push_back(gaps_of(line));
  for (const auto& line : lines)
    for (const auto& gap : line.gaps)
      if (!gap.after_stop() && belief_in(line, gap, 0) > kSureBlank)
        known.push_back({line.letter_height, gap.room * line.letter_height, &gap});
  std::vector<Spaced> out;
  for (std::size_t i = 0; i < block.size(); ++i) {
    for (auto& gap : lines[i].gaps) gap.belief = belief_in(lines[i], gap, share_of_word_gap(lines[i], gap, known));
    out.push_back(spaced(block[i], lines[i]));
  }
  return out;
}

}  // namespace cotejo::text_reading
