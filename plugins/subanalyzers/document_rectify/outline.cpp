#include "outline.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <opencv2/imgproc.hpp>

#include "map_outline.hpp"
#include "outline_judge.hpp"
#include "segmentation.hpp"
#include "side_snapping.hpp"

namespace cotejo::rectify {
namespace {

constexpr int kWorkingSize = 640;
constexpr std::size_t kMostOutlines = 6, kMostKept = 24;
constexpr double kLeastScore = 0.12;
constexpr double kWeakSide = 0.35;                 // support; of two sides less than this there is no outline
constexpr double kClear = 0.75, kDoubtful = 0.55;  // scores above which outlines need no polishing
constexpr double kComplete = 0.72;  // score, without the margin, from which no further candidates are sought
constexpr std::size_t kMostPolished = 3;
constexpr double kSought = 0.7, kSureOthers = 0.7;  // support of a side that is looked for anew, and of the other three
constexpr double kScan = 0.66;      // what the photo as a whole counts when it has the proportions of ID-1
constexpr double kMapWeight = 0.5;  // of the map's agreement against edges and proportions
// Agreement and score of the map's own outline, from which nothing else is sought.
constexpr double kClearlyMapped = 0.90, kClearEdges = 0.74;
constexpr float kSnapReach = 10;  // pixels: a map's cell is 8
constexpr std::size_t kMostCompleted = 6;
constexpr float kMostAligned = 0.64F;     // cosine: neighbouring sides of a tilted card meet at 50 degrees or more
constexpr float kMostConverging = 0.48F;  // sine: its opposite sides at less than 29
constexpr float kLeastDistance = 24;      // pixels between opposite sides

float distance(const Quad& a, const Quad& b) {
  float best = 1e9F;
  for (std::size_t shift = 0; shift < 4; ++shift) {
    float most = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      const cv::Point2f d = a[i] - b[(i + shift) % 4];
      most = std::max(most, std::hypot(d.x, d.y));
    }
    best = std::min(best, most);
  }
  return best;
}

void agree(Outline& outline, double edges, const CardView& view) {
  outline.overlap = view.overlap(outline.quad);
  outline.score = (1 - kMapWeight) * edges + kMapWeight * outline.overlap;
}

// Outlines found so far.
class Collector {
 public:
  Collector(const OutlineJudge& judge, const CardView& view) : judge_(judge), view_(view) {}

  double worthwhile() const { return std::max(kLeastScore, 0.55 * best_); }
  double best_score() const { return best_; }
  void add(const Outline& outline) {
    if (outline.score < worthwhile()) return;
    found_.push_back(outline);
    found_.back().quad = landscape(outline.quad);  // clockwise: the same one comes from either pair of its sides
    best_ = std::max(best_, outline.score);
  }

  std::vector<Outline> leaders() {
    return distinct(found_, best_ < kDoubtful ? 2 * kMostCompleted : kMostCompleted, 0.12F);
  }

  // The best ones that differ, judged by their margin and by the map too; `mapped` are judged already.
  std::vector<Outline> best(const std::vector<Outline>& mapped) {
    auto kept = distinct(found_, kMostKept, 0.03F);
    for (Outline& o : kept) agree(o, o.score * judge_.margin(o.quad), view_);
    kept.insert(kept.end(), mapped.begin(), mapped.end());
    return distinct(kept, kMostOutlines, 0.06F);
  }

 private:
  std::vector<Outline> distinct(std::vector<Outline>& from, std::size_t most, float apart) const {
    std::sort(from.begin(), from.end(), [](const Outline& a, const Outline& b) { return a.score > b.score; });
    std::vector<Outline> out;
    for (const Outline& o : from) {
      const float near = apart * std::sqrt(static_cast<float>(area(o.quad)));
      if (std::none_of(out.begin(), out.end(),
                       [&](const Outline& known) { return distance(o.quad, known.quad) < near; }))
        out.push_back(o);
      if (out.size() == most) break;
    }
    return out;
  }
  const OutlineJudge& judge_;
  const CardView& view_;
  double best_ = 0;
  std::vector<Outline> found_;
};

// Quadrilaterals whose sides lie on edge lines.
class LineCombiner {
 public:
  LineCombiner(const std::vector<EdgeLine>& lines, const OutlineJudge& judge, Collector& into)
      : lines_(lines),
        judge_(judge),
        into_(into),
        count_(lines.size()),
        corner_(count_ * count_),
        meet_(count_ * count_),
        sides_(count_ * count_ * count_),
        known_(count_ * count_ * count_, false) {
    for (std::size_t a = 0; a < count_; ++a)
      for (std::size_t b = a + 1; b < count_; ++b) {
        cv::Point2f where;
        const bool meet = !(lines_[a].frame() && lines_[b].frame()) &&
                          intersect(lines_[a].line(), lines_[b].line(), where) && judge_.near_photo(where);
        meet_[a * count_ + b] = meet_[b * count_ + a] = meet;
        corner_[a * count_ + b] = corner_[b * count_ + a] = where;
      }
  }

  // Of two pairs of opposite sides with at most one weak side, one pair is crossed by two sides that are not weak: it
  // is enough to start from there.
  void combine() {
    for (std::size_t a = 0; a < count_; ++a)
      for (std::size_t b = a + 1; b < count_; ++b) {
        if (!opposite(a, b)) continue;
        std::vector<std::size_t> crossing;
        for (std::size_t c = 0; c < count_; ++c)
          if (c != a && c != b && meet_[c * count_ + a] && meet_[c * count_ + b] && crosses(c, a, b) &&
              (lines_[c].frame() || side(c, a, b).support >= kWeakSide))
            crossing.push_back(c);
        for (std::size_t i = 0; i < crossing.size(); ++i)
          for (std::size_t j = i + 1; j < crossing.size(); ++j)
            if (opposite(crossing[i], crossing[j])) combine({a, crossing[i], b, crossing[j]});
      }
  }

 private:
  bool opposite(std::size_t a, std::size_t b) const {
    const auto &first = lines_[a].line(), &second = lines_[b].line();
    if (std::abs(first.direction.cross(second.direction)) > kMostConverging) return false;
    if (lines_[a].frame() && lines_[b].frame()) return false;
    const cv::Point2f middle =
        lines_[b].frame() ? second.point : lines_[b].point((lines_[b].run_begin() + lines_[b].run_end()) / 2);
    return std::abs((middle - first.point).cross(first.direction)) >= kLeastDistance;
  }

  bool crosses(std::size_t c, std::size_t a, std::size_t b) const {
    const auto &first = lines_[a].line().direction, &second = lines_[b].line().direction;
    const cv::Point2f d = first + second * (first.dot(second) < 0 ? -1.0F : 1.0F);
    return std::abs(d.dot(lines_[c].line().direction)) < kMostAligned * std::hypot(d.x, d.y);
  }

  // The side on a line between two lines that cross it.
  const OutlineSide& side(std::size_t on, std::size_t from, std::size_t to) {
    const std::size_t key = (on * count_ + std::min(from, to)) * count_ + std::max(from, to);
    if (!known_[key]) {
      known_[key] = true;
      const EdgeLine& line = lines_[on];
      if (!line.frame())
        sides_[key] =
            OutlineJudge::side(line, line.at(corner_[on * count_ + from]), line.at(corner_[on * count_ + to]));
    }
    return sides_[key];
  }

  void combine(const std::array<std::size_t, 4>& order) {
    std::array<bool, 4> frame{};
    std::array<OutlineSide, 4> sides;
    int weak = 0, frames = 0;
    double support = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      frame[k] = lines_[order[k]].frame();
      frames += frame[k];
      if (frame[k]) continue;
      sides[k] = side(order[k], order[(k + 3) % 4], order[(k + 1) % 4]);
      weak += sides[k].support < kWeakSide;
      support += sides[k].support / 4;
      if (weak > 1) return;
    }
    if (frames + weak > 2) return;
    Outline out;
    // Side k runs from corner k to k+1.
    for (std::size_t k = 0; k < 4; ++k) out.quad[k] = corner_[order[k] * count_ + order[(k + 3) % 4]];
    out.score = judge_.score(out.quad, sides, frame);
    out.support = frames < 4 ? support * 4 / (4 - frames) : 0;
    out.frame_sides = frames;
    into_.add(out);
  }

  const std::vector<EdgeLine>& lines_;
  const OutlineJudge& judge_;
  Collector& into_;
  std::size_t count_;
  std::vector<cv::Point2f> corner_;
  std::vector<bool> meet_;
  std::vector<OutlineSide> sides_;
  std::vector<bool> known_;
};

void from_quads(const std::vector<Quad>& quads, const OutlineJudge& judge, Collector& into) {
  for (const Quad& quad : quads) {
    Outline out;
    out.quad = quad;
    if (judge.shape(quad) <= 0) continue;
    std::array<OutlineSide, 4> sides;
    for (std::size_t i = 0; i < 4; ++i) {
      sides[i] = judge.side(quad[i], quad[(i + 1) % 4]);
      out.support += sides[i].support / 4;
    }
    out.score = judge.score(quad, sides, {});
    into.add(out);
  }
}

// A side that was taken from the photo's border, or from something else for want of a line of its own, is looked for
// where the proportions of ID-1 expect it.
void complete(const Outline& outline, const OutlineJudge& judge, Collector& into) {
  std::size_t weakest = 0;
  double least = 2;
  std::array<OutlineSide, 4> sides;
  for (std::size_t i = 0; i < 4; ++i) {
    sides[i] = judge.side(outline.quad[i], outline.quad[(i + 1) % 4]);
    if (sides[i].support < least) least = sides[i].support, weakest = i;
  }
  double others = 0;
  for (const OutlineSide& side : sides) others += side.support / 3;
  if (least > kSought || others - least / 3 < kSureOthers) return;
  const Quad& q = outline.quad;
  const std::size_t a = weakest, b = (weakest + 1) % 4, c = (weakest + 2) % 4, d = (weakest + 3) % 4;
  const cv::Point2f up = q[a] - q[d], along = q[b] - q[c], base = q[c] - q[d];
  const float up_length = std::hypot(up.x, up.y), along_length = std::hypot(along.x, along.y),
              base_length = std::hypot(base.x, base.y);
  for (const double proportion : {kAspect, 1 / kAspect}) {
    const float expected = base_length * static_cast<float>(proportion);
    Outline best;
    for (float part = 0.82F; part < 1.2F; part += 0.03F)
      for (const float tilt : {-0.05F, 0.0F, 0.05F}) {
        Outline next;
        next.quad = q;
        next.quad[a] = q[d] + up * (expected * (part - tilt) / up_length);
        next.quad[b] = q[c] + along * (expected * (part + tilt) / along_length);
        auto moved = sides;
        moved[a] = judge.side(next.quad[a], next.quad[b]);
        if (moved[a].support < 0.8 * kWeakSide) continue;
        // The neighbours end elsewhere now.
        if (judge.score(next.quad, moved, {}) < best.score) continue;
        moved[b] = judge.side(next.quad[b], next.quad[c]);
        moved[d] = judge.side(next.quad[d], next.quad[a]);
        next.score = judge.score(next.quad, moved, {});
        for (const OutlineSide& side : moved) next.support += side.support / 4;
        if (next.score > best.score) best = next;
      }
    into.add(best);
  }
}

// What the map shows, its sides moved onto the edges near them.
std::vector<Outline> from_map(const std::vector<MappedCard>& cards, const CardView& view, const OutlineJudge& judge) {
  std::vector<Outline> out;
  for (const MappedCard& card : cards) {
    Outline outline;
    outline.quad = snapped(judge, card.quad, kSnapReach);
    outline.cut = card.cut;
    for (std::size_t i = 0; i < 4; ++i)
      outline.support += judge.side(outline.quad[i], outline.quad[(i + 1) % 4]).support / 4;
    agree(outline, judge.score(outline.quad) * judge.margin(outline.quad), view);
    out.push_back(outline);
  }
  std::sort(out.begin(), out.end(), [](const Outline& a, const Outline& b) { return a.score > b.score; });
  return out;
}

// Moves the ends of the sides about, in ever smaller steps, as long as edges, margin and map agree better.
Outline polished(const OutlineJudge& judge, const CardView& view, Outline outline) {
  if (outline.frame_sides > 0 || outline.cut) return outline;
  constexpr float kSteps[] = {0.06F, 0.03F, 0.015F, 0.007F};  // of the outline's size
  constexpr int kRounds = 3;
  const float size = static_cast<float>(std::sqrt(area(outline.quad)));
  for (const float step : kSteps)
    for (int round = 0; round < kRounds; ++round) {
      const double before = outline.score;
      for (std::size_t side = 0; side < 4; ++side) {
        const Quad from = outline.quad;
        const std::size_t a = side, b = (side + 1) % 4;
        const cv::Point2f along_a = from[a] - from[(a + 3) % 4], along_b = from[b] - from[(b + 1) % 4];
        const cv::Point2f move_a = along_a * (step * size / std::max(1.0F, std::hypot(along_a.x, along_a.y))),
                          move_b = along_b * (step * size / std::max(1.0F, std::hypot(along_b.x, along_b.y)));
        for (int first = -1; first <= 1; ++first)
          for (int second = -1; second <= 1; ++second) {
            Outline next = outline;
            next.quad = from;
            next.quad[a] += move_a * static_cast<float>(first);
            next.quad[b] += move_b * static_cast<float>(second);
            const double edges = judge.score(next.quad);
            // What the edges lose the map would have to win.
            if ((1 - kMapWeight) * edges + kMapWeight <= outline.score) continue;
            agree(next, edges * judge.margin(next.quad), view);
            if (next.score > outline.score) outline = next;
          }
      }
      if (outline.score < before + 1e-3) break;
    }
  return outline;
}

// A soft copy of the working size.
cv::Mat working_copy(Halves& photo, double scale) {
  double halved = scale;
  const cv::Mat& source = photo.at_least(halved);
  cv::Mat small, soft;
  cv::resize(source, small, {}, scale / halved, scale / halved, cv::INTER_LINEAR);
  cv::GaussianBlur(small, soft, {5, 5}, 0);
  return soft;
}

std::vector<Outline> from_edges(const std::vector<Outline>& mapped, const Gradient& gradient, const cv::Mat& small,
                                const OutlineJudge& judge, const CardView& view) {
  Collector collector(judge, view);
  const auto lines = edge_lines(gradient);
  LineCombiner(lines, judge, collector).combine();
  if (collector.best_score() < kComplete) from_quads(segmented_quads(small), judge, collector);
  if (collector.best_score() < kComplete)
    for (const Outline& o : collector.leaders()) complete(o, judge, collector);
  auto outlines = collector.best(mapped);
  // An outline that is already clear has nothing to gain.
  for (std::size_t i = 0; i < std::min(outlines.size(), kMostPolished); ++i)
    if (outlines[i].score < (i == 0 ? kClear : kDoubtful)) outlines[i] = polished(judge, view, outlines[i]);
  return outlines;
}

}  // namespace

std::vector<Outline> find_outlines(Halves& photo) {
  const cv::Size full = photo.size();
  const double scale = std::min(1.0, static_cast<double>(kWorkingSize) / std::max(full.width, full.height));
  if (std::min(full.width, full.height) * scale < 80) return {};
  const cv::Mat small = working_copy(photo, scale);
  cv::Mat grey;
  cv::cvtColor(small, grey, cv::COLOR_BGR2GRAY);
  const Gradient gradient = gradient_of(small);
  const OutlineJudge judge(gradient, grey);
  cv::Mat copy;
  cv::resize(small, copy, map_copy_size(small.size()), 0, 0, cv::INTER_AREA);
  const CardView view(card_map_network().look(copy), small.size());
  const auto cards = view.cards();
  const bool cut = !cards.empty() && cards.front().cut && cards.front().sides > kSidesToMeasure;
  auto outlines = from_map(cards, view, judge);
  const bool clear =
      !outlines.empty() && outlines.front().overlap > kClearlyMapped && outlines.front().score > kClearEdges;
  if (!clear) outlines = from_edges(outlines, gradient, small, judge, view);
  const Quad frame = whole(small.size());
  // A scan has no edges to be judged by: its proportions stand in for them.
  const double off = std::abs(std::log(aspect(frame) / kAspect));
  if (off < 0.12) {
    Outline scan;
    scan.quad = frame, scan.frame_sides = 4;
    agree(scan, off < 0.03 ? kScan : kScan / 2, view);
    outlines.push_back(scan);
  }
  std::sort(outlines.begin(), outlines.end(), [](const Outline& a, const Outline& b) { return a.score > b.score; });
  // What the map says of the card holds for any outline of it; a scan's card ends with the photo.
  for (auto& o : outlines) {
    o.cut = o.cut || (cut && o.frame_sides < 4);
    o.quad = scaled(o.quad, 1 / scale);
  }
  return outlines;
}

}  // namespace cotejo::rectify
