#include "layout.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <text_reading/folding.hpp>

namespace cotejo::ine_front {
namespace {

using text_reading::PageLine;
using text_reading::Span;

// In letter heights, unless said otherwise. Wide: layouts differ, and a wrong spot fails the field's pattern.
constexpr double kMaxDrop = 2.6;       // from a label down to its value
constexpr double kMaxBlockDrop = 2.4;  // from one line of a block to the next
constexpr double kEvenStep = 1.4;      // by which the distance of two lines of a block may be larger than of two others
constexpr double kNextTo = 4.0;        // a value this near on the label's row begins there
constexpr double kGuessed = 0.5;       // score of a label that was told by its shape: it ends no block
constexpr double kNoteworthyIndent = 0.8;  // within, two lines begin at the same place
constexpr double kTallest = 3.0;           // value over label; what is taller is a part of a picture
constexpr double kNarrowestWord = 1.2;     // width over height of a name's line
constexpr double kMaxRun = 0.38;           // from a label to its value on the right, in card widths
constexpr double kBlockStep = 1.0;         // between the lines of one block; more means that a label stands between
constexpr double kValueHeightTolerance = 0.25;  // of the letters of two values
constexpr double kAlignedTolerance = 0.3;       // the same of two that begin below each other: a Q has a tail
constexpr double kLargerTolerance = 0.6;  // the same where the lower one's are larger: a long line was set smaller
constexpr double kBlockIndent = 2.5;      // of a block's lines against its label
constexpr double kColumnSlack = 3.0;      // by which a value may start left of its label
constexpr double kNeighbourSlack = 0.5;   // the same beside another column
constexpr double kEdgeRoom = 0.6;         // between two columns' values: less is within a word
constexpr double kOwnedRun = 2.0;         // a value this near to a label on its left is that label's
constexpr double kColumnGap = 0.3;        // between the values of two columns that were found as one line
constexpr double kCrowned = 1.3;          // height of a box with an accent or a tilde on it
constexpr double kStackedHeight = 0.2;    // by which letters of a stack may differ: labels are smaller
constexpr double kOverlap = 0.45;         // of the boxes of two lines: tildes and commas reach out of theirs
constexpr double kPartedRoom = 0.95;      // wider than a space
constexpr double kNotOwn = 30.0;          // by which such a value counts as farther away

double middle_of(const cv::Rect& box) {
  return box.y + box.height / 2.0;
}
bool same_row(const cv::Rect& a, const cv::Rect& b) {
  return std::abs(middle_of(a) - middle_of(b)) < 0.65 * std::max(a.height, b.height);
}

int step_at(const PageLine& line, double x) {
  if (line.posteriors.step_width <= 0) return 0;
  return std::clamp(static_cast<int>(std::lround((x - line.left) / line.posteriors.step_width)), 0,
                    line.posteriors.steps);
}

// Without what hangs above the line's letters: an accent, or a curve of the ground.
cv::Rect without_crown(const PageLine& line, cv::Rect box) {
  const double climb = std::abs(line.place.slope) * line.place.box.width;
  const int most = static_cast<int>(kCrowned * line.place.letter_height + climb);
  if (box.height > most) box.y += box.height - most, box.height = most;
  return box;
}

// The stretches of a line between its labels, as steps.
std::vector<Span> gaps_of(const CardText& card, std::size_t line) {
  std::vector<Span> out;
  int from = 0;
  for (const auto* label : card.labels_of(line)) {
    if (label->span.first > from) out.push_back({from, label->span.first});
    from = std::max(from, label->span.last);
  }
  if (card.lines[line].posteriors.steps > from) out.push_back({from, card.lines[line].posteriors.steps});
  return out;
}

// What wide room separates within a stretch: the values of two columns are often found as one line.
std::vector<Span> parts_of(const PageLine& line, Span span) {
  std::vector<cv::Rect> strokes = line.place.pieces;
  strokes.insert(strokes.end(), line.place.marks.begin(), line.place.marks.end());
  std::sort(strokes.begin(), strokes.end(), [](const auto& a, const auto& b) { return a.x < b.x; });
  std::vector<Span> out;
  double edge = line.x_of(span.first);
  for (const auto& stroke : strokes) {
    const double room = stroke.x - edge, middle = edge + room / 2;
    edge = std::max<double>(edge, stroke.br().x);
    const int at = step_at(line, middle);
    if (room < kPartedRoom * line.place.letter_height || at <= span.first || at >= span.last) continue;
    out.push_back({span.first, at});
    span.first = at;
  }
  out.push_back(span);
  return out;
}

bool has_letters(const PageLine& line, Span span) {
  return std::any_of(line.decoded.letters.begin(), line.decoded.letters.end(), [&](const auto& letter) {
    return !text_reading::bare(letter.text).empty() && letter.span.first >= span.first && letter.span.last <= span.last;
  });
}

// Left edge of the next label on the row, or the card's edge.
double end_of_column(const CardText& card, const LabelHit& label) {
  double end = card.size.width;
  for (const auto& other : card.labels)
    if (&other != &label && other.box.x > label.box.x + label.box.width / 2 && same_row(other.box, label.box))
      end = std::min<double>(end, other.box.x);
  return end;
}

// The step at which a column's stretch of a line begins or ends: in the middle of the room between the strokes around
// its edge. Where a network says that a letter begins is less certain than where its ink does.
int step_of_edge(const PageLine& line, double x) {
  double before = line.place.box.x, after = line.place.box.br().x;
  for (const auto& stroke : line.place.pieces) {
    const double middle = stroke.x + stroke.width / 2.0;
    if (middle < x) before = std::max<double>(before, stroke.br().x);
    if (middle >= x) after = std::min<double>(after, stroke.x);
  }
  return step_at(line, after - before >= kEdgeRoom * line.place.letter_height ? (before + after) / 2 : x);
}

// Where the ink of a stretch begins.
double first_stroke(const PageLine& line, Span part) {
  const double from = line.x_of(part.first);
  double first = line.place.box.br().x;
  for (const auto& stroke : line.place.pieces)
    if (stroke.x + stroke.width / 2.0 >= from) first = std::min<double>(first, stroke.x);
  return first;
}

// The column's edge runs through a value that is not this column's.
bool cuts_a_word(const PageLine& line, Span part) {
  const auto& letters = line.decoded.letters;
  const auto parted = [&](const auto& a, const auto& b) {
    return line.x_of(b.span.first) - line.x_of(a.span.last) > kColumnGap * line.place.letter_height;
  };
  for (std::size_t i = 1; i < letters.size(); ++i) {
    const bool at_first = letters[i - 1].span.first < part.first && letters[i].span.last > part.first;
    const bool at_last = letters[i - 1].span.first < part.last && letters[i].span.last > part.last;
    if ((at_first || at_last) && letters[i - 1].text != " " && letters[i].text != " " &&
        !parted(letters[i - 1], letters[i]))
      return true;
  }
  return false;
}

// How far left a value may start: little when another label stands before this one on its row.
double start_of_column(const CardText& card, const LabelHit& label) {
  const double h = std::max(8, label.box.height);
  const bool neighbour = std::any_of(card.labels.begin(), card.labels.end(), [&](const auto& other) {
    return &other != &label && other.box.br().x < label.box.x + label.box.width / 2 && same_row(other.box, label.box);
  });
  return label.box.x - (neighbour ? kNeighbourSlack : kColumnSlack) * h;
}

// Another label stands right before the spot, on its row: the value is that label's.
bool belongs_to_another(const CardText& card, const LabelHit& label, const cv::Rect& box) {
  return std::any_of(card.labels.begin(), card.labels.end(), [&](const auto& other) {
    const double run = box.x - other.box.br().x;
    return other.line != label.line && other.label != Label::heading && same_row(other.box, box) &&
           run > -0.5 * box.height && run < kOwnedRun * box.height;
  });
}

// A label stands on the row, left of the box, and nothing between: the row is that label's.
bool is_labelled(const CardText& card, const cv::Rect& box, const LabelHit* except) {
  return std::any_of(card.labels.begin(), card.labels.end(), [&](const auto& other) {
    if (&other == except || other.score <= kGuessed || !same_row(other.box, box) || other.box.x >= box.x) return false;
    return std::none_of(card.lines.begin(), card.lines.end(), [&](const auto& line) {
      return same_row(line.place.box, box) && line.place.box.x >= other.box.br().x && line.place.box.br().x <= box.x;
    });
  });
}

bool begins_at(const PageLine& line, double left) {
  return std::abs(line.place.box.x - left) <= kNoteworthyIndent * line.place.letter_height;
}

// Below the label, in its column; or, where nothing is, right of it. Right next to it comes before below.
std::optional<Spot> first_of_block(const CardText& card, const LabelHit& label) {
  const double h = std::max(8, label.box.height), end = end_of_column(card, label);
  std::optional<Spot> beside, below;
  for (const Spot& spot : spots_of(card, label)) {
    if (spot.below || beside) continue;
    const auto box = card.lines[spot.line].box_of(spot.span);
    if (end >= box.br().x + 2 && box.width >= kNarrowestWord * box.height) beside = spot;
  }
  if (beside && beside->distance <= kNextTo) return beside;
  for (std::size_t i = 0; i < card.lines.size(); ++i) {
    const PageLine& line = card.lines[i];
    const cv::Rect& box = line.place.box;
    const double tall = std::max<double>(h, line.place.letter_height), drop = box.y - label.box.br().y;
    if (tall > kTallest * h) continue;
    if (drop < -kOverlap * tall || drop > kMaxDrop * tall || middle_of(box) < label.box.br().y) continue;
    if (std::abs(box.x - label.box.x) > kBlockIndent * tall || !has_letters(line, line.whole()) ||
        !card.labels_of(i).empty() || is_labelled(card, box, &label))
      continue;
    if (below && card.lines[below->line].place.box.y <= box.y) continue;
    below = Spot{i, line.whole(), true, std::max(0.0, drop) / h};
  }
  return below ? below : beside;
}

// The line below `above` that begins where the block's first one does, in letters of its size.
std::optional<Spot> next_of_block(const CardText& card, const Spot& first, const cv::Rect& above) {
  const PageLine& top = card.lines[first.line];
  const double h = top.place.letter_height, left = top.box_of(first.span).x;
  std::optional<Spot> out;
  for (std::size_t i = 0; i < card.lines.size(); ++i) {
    const PageLine& line = card.lines[i];
    const cv::Rect& box = line.place.box;
    const double drop = box.y - above.br().y;
    if (drop < -kOverlap * h || drop > kMaxBlockDrop * h || middle_of(box) < above.br().y) continue;
    const double tolerance = !begins_at(line, left)         ? kValueHeightTolerance
                             : line.place.letter_height > h ? kLargerTolerance
                                                            : kAlignedTolerance;
    if (std::abs(line.place.letter_height - h) > tolerance * h && card.labels_of(i).empty()) continue;
    if (std::abs(box.x - left) > kBlockIndent * h || !has_letters(line, line.whole())) continue;
    if (out) {
      const PageLine& other = card.lines[out->line];
      const bool aligned = begins_at(line, left), rival = begins_at(other, left);
      if (aligned != rival ? rival : other.place.box.y <= box.y) continue;
    }
    out = Spot{i, line.whole(), true, drop / h};
  }
  if (out && (!card.labels_of(out->line).empty() || is_labelled(card, card.lines[out->line].place.box, nullptr)))
    return std::nullopt;
  return out;
}

}  // namespace

std::vector<Spot> spots_of(const CardText& card, const LabelHit& label) {
  std::vector<Spot> out;
  const double h = std::max(8, label.box.height), end = end_of_column(card, label);
  for (std::size_t i = 0; i < card.lines.size(); ++i) {
    const PageLine& line = card.lines[i];
    const double tall = std::max<double>(h, line.place.letter_height);
    for (Span gap : gaps_of(card, i)) {
      const cv::Rect box = without_crown(line, line.box_of(gap));
      if (same_row(box, label.box)) {
        const double run = box.x - label.box.br().x;
        if (run < -0.5 * h || run > kMaxRun * card.size.width || box.x > end) continue;
        if (end < box.br().x) gap.last = std::min(gap.last, step_at(line, end - 0.3 * h));
        if (has_letters(line, gap)) out.push_back({i, gap, false, std::max(0.0, run) / h});
        continue;
      }
      const double drop = box.y - label.box.br().y;
      if (drop < -0.35 * tall || drop > kMaxDrop * tall || middle_of(box) < label.box.br().y) continue;
      const double from = start_of_column(card, label), to = end - 0.3 * h;
      if (box.x > to || box.br().x < label.box.x) continue;
      Span part{std::max(gap.first, box.x < from ? step_of_edge(line, from) : 0),
                box.br().x > to ? std::min(gap.last, step_of_edge(line, to)) : gap.last};
      if (!has_letters(line, part) || cuts_a_word(line, part)) continue;
      const cv::Rect at = line.box_of(part);
      const double owned = belongs_to_another(card, label, box) ? kNotOwn : 0;
      const bool own = part.first > gap.first && line.place.box.x < from &&
                       std::abs(first_stroke(line, part) - label.box.x) <= kNoteworthyIndent * tall;
      out.push_back({i, part, true, std::max(0.0, drop) / h + std::abs(at.x - label.box.x) / (4 * h) + owned, own});
    }
  }
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.distance < b.distance; });
  return out;
}

std::vector<Spot> block_of(const CardText& card, const LabelHit& label, std::size_t limit) {
  std::vector<Spot> out;
  if (const auto first = first_of_block(card, label))
    out.push_back(*first);
  else
    return out;
  double step = 0;  // from one line's base to the next, once two are known
  while (out.size() < limit) {
    const cv::Rect above = card.lines[out.back().line].box_of(out.back().span);
    const auto next = next_of_block(card, out.front(), above);
    if (!next) break;
    const double pitch = card.lines[next->line].place.box.br().y - above.br().y;
    if (step > 0 && pitch > kEvenStep * step) break;
    step = step > 0 ? std::min(step, pitch) : pitch;
    out.push_back(*next);
  }
  return out;
}

std::vector<std::vector<Spot>> stacks_of(const CardText& card, double letter_height, bool wide) {
  const double h = letter_height, step = wide ? kMaxBlockDrop : kBlockStep;
  std::vector<std::size_t> lines;
  for (std::size_t i = 0; i < card.lines.size(); ++i) {
    const PageLine& line = card.lines[i];
    const bool labelled = std::any_of(card.labels.begin(), card.labels.end(),
                                      [&](const auto& hit) { return hit.line == i && hit.score > kGuessed; });
    if (!labelled && std::abs(line.place.letter_height - h) <= kStackedHeight * h && has_letters(line, line.whole()))
      lines.push_back(i);
  }
  const auto box = [&](std::size_t i) { return card.lines[i].place.box; };
  std::sort(lines.begin(), lines.end(), [&](auto a, auto b) { return box(a).y < box(b).y; });
  std::vector<std::vector<Spot>> out;
  for (auto i : lines) {
    const auto carries_on = [&](const auto& stack) {
      const cv::Rect above = box(stack.back().line);
      const double drop = box(i).y - above.br().y;
      return drop > -kOverlap * h && drop < step * h && middle_of(box(i)) > above.br().y &&
             std::abs(box(i).x - box(stack.front().line).x) <= kNoteworthyIndent * h;
    };
    const Spot spot{i, card.lines[i].whole(), true, 0};
    if (const auto stack = std::find_if(out.begin(), out.end(), carries_on); stack != out.end())
      stack->push_back(spot);
    else
      out.push_back({spot});
  }
  return out;
}

std::vector<Spot> all_spots(const CardText& card) {
  std::vector<Spot> out;
  for (std::size_t i = 0; i < card.lines.size(); ++i)
    for (Span gap : gaps_of(card, i)) {
      const auto parts = parts_of(card.lines[i], gap);
      if (parts.size() > 1)
        for (Span part : parts) out.push_back({i, part, false, 0});
      out.push_back({i, gap, false, 0});
    }
  return out;
}

}  // namespace cotejo::ine_front
