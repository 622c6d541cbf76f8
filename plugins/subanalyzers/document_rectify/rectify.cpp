#include "rectify.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "halves.hpp"
#include "side_refinement.hpp"

namespace cotejo::rectify {
namespace {

// A corner this far outside of the photo, as a part of the card's longer side, is missed; less is a tight crop.
constexpr double kMissed = 0.025;
// A side this near to the photo's border, as a part of the photo's longer side, lies on it. Of 409 whole cards of three
// generators none had such a side, 33 scans had four.
constexpr double kOnBorder = 0.004;
// Such a side is the card's only where the proportions are ID-1's, up to this (log), and the outline is beyond doubt,
// as of a card in the corner of a scanner's glass. Otherwise the card goes on beyond it.
constexpr double kCutShape = 0.04;

constexpr double kBeyondDoubt = 0.68;
// Sum of what rows were read by, from which more says nothing.
constexpr double kWellRead = 2.5;
// Score of a side from which there is a portrait where a front has one; without it and without a machine-readable zone,
// rows may be those of any page.
constexpr double kPortrait = 0.62, kUnknown = 0.3;
// Of the photo's longer side: how far the outline, found in a small copy, may be off.
constexpr double kReach = 2.5 / 640;
constexpr double kNoDoubt = 0.72;
// Score of an outline around which print that is not understood, by glare say, raises no doubt.
constexpr double kSureOutline = 0.78;
constexpr double kLikely = 0.55;  // score of an outline that is looked at before the others
constexpr std::size_t kMostLooks = 3;
// An outline weaker than this may be any lines of a page.
constexpr double kLeastOutline = 0.30;
// Agreement with the network's map, from which an outline beyond doubt is a card's whatever its print.
constexpr double kSurelyMapped = 0.86;
// The same for one whose side is not recognised, but that has no more rows than a card.
constexpr double kProbablyMapped = 0.75;
constexpr double kStandsLikeACard = 0.9;
constexpr int kMostRows = 14;  // of a side that was not recognised, by glare on the portrait say: more are a page's
constexpr int kPageRows = 24;  // no print of a card has more, and two of a page's may look like a machine-readable zone
// Words of a ground that are as dark as the print make more rows than that: what then shows a card is a portrait that
// fills nearly all of its window (0.45 + 0.5 of it).
constexpr double kFullPortrait = 0.85;
constexpr double kLeastPrint = 0.04;  // part of the card's area
constexpr double kComparable = 0.3;   // of a card's area: another one at the same distance, tilted differently
constexpr double kRead = 0.8;         // sum of what rows were read by: one row that is surely of capitals

bool misses_a_corner(const Quad& quad, cv::Size size) {
  const cv::Point2f side = quad[1] - quad[0];
  const double allowed = kMissed * std::hypot(side.x, side.y);
  return std::any_of(quad.begin(), quad.end(), [&](const cv::Point2f& p) {
    return p.x < -allowed || p.y < -allowed || p.x > size.width - 1 + allowed || p.y > size.height - 1 + allowed;
  });
}

int sides_on_border(const Quad& quad, cv::Size size) {
  const float right = static_cast<float>(size.width - 1), bottom = static_cast<float>(size.height - 1),
              near = static_cast<float>(kOnBorder) * std::max(right, bottom);
  int count = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const cv::Point2f a = quad[i], b = quad[(i + 1) % 4];
    count += std::max(a.x, b.x) <= near || std::max(a.y, b.y) <= near || std::min(a.x, b.x) >= right - near ||
             std::min(a.y, b.y) >= bottom - near;
  }
  return count;
}

double score_of(const Outline& outline, const Content& content);
bool known_side(const Content& content);

// The sides moved onto the edges, in the copy of the photo that the card is warped from.
Quad refined(Halves& photo, const Quad& quad) {
  double scale = 1;
  const cv::Mat& source = photo.around(quad, kCardWidth, scale);
  return scaled(refine(source, scaled(quad, scale), std::max(2.5, kReach * std::max(source.cols, source.rows))),
                1 / scale);
}

Rectified look(Halves& photo, const Outline& outline) {
  Rectified out;
  out.outline = outline;
  out.quad = landscape(outline.quad);
  if (outline.frame_sides < 4) out.quad = refined(photo, out.quad);
  out.card = photo.warped(out.quad, {kCardWidth, kCardHeight});
  out.content = look_at(out.card);
  if (out.content.upside_down) {
    out.quad = turned(out.quad);
    cv::rotate(out.card, out.card, cv::ROTATE_180);
  }
  out.score = score_of(outline, out.content);
  const int on_border = std::max(outline.frame_sides, sides_on_border(out.quad, photo.size()));
  const bool whole = std::abs(std::log(aspect(out.quad) / kAspect)) <= kCutShape && outline.score >= kBeyondDoubt;
  const bool ends_early = on_border > 0 && on_border < 3 && !whole;
  out.cut_off = ends_early || outline.cut || misses_a_corner(out.quad, photo.size());
  return out;
}

// Outline and content together: rows that run level make up for a weak edge, and a perfect edge around a page does not
// make it a card.
double score_of(const Outline& outline, const Content& content) {
  const double read = std::min(1.0, content.read / kWellRead);
  const double inside =
      (known_side(content) ? 1 : kUnknown) * well_cut(content) * (0.5 + 0.3 * read + 0.02 * std::min(10, content.rows));
  return std::min(1.0, 0.6 * outline.score + 0.4 * inside);
}

bool known_side(const Content& content) {
  if (content.rows > kPageRows) return content.side == Side::front && content.side_score >= kFullPortrait;
  return content.side == Side::back || content.side_score > kPortrait;
}

// Of a side that is not recognised: the map draws it, or its print is read and stands as a card's does.
bool is_likely(const Rectified& r) {
  return r.outline.overlap >= kProbablyMapped ||
         (r.content.read >= kWellRead && well_cut(r.content) >= kStandsLikeACard);
}

bool is_card(const Rectified& r, const Limits& limits) {
  // A portrait or a machine-readable zone with rows that are read: whatever the outline is worth, a card is there, and
  // to say that there is none would send the applicant away.
  if (known_side(r.content) && r.content.rows >= limits.least_rows && r.content.read >= kRead) return true;
  if (r.content.print < kLeastPrint) return false;
  if (r.score < limits.least_score) return false;
  // Blur and glare take text away; an outline beyond doubt needs less of it.
  if (r.outline.score >= kBeyondDoubt && r.outline.overlap >= kSurelyMapped) return true;
  if (r.outline.score >= kBeyondDoubt)
    return r.content.rows >= 1 && (known_side(r.content) || (r.content.rows <= kMostRows && is_likely(r)));
  return r.outline.score >= kLeastOutline && r.content.rows >= limits.least_rows && known_side(r.content);
}

// Outlines that are not clear by themselves, by how the rows inside of them run.
void sort_at_a_glance(std::vector<Outline>& outlines, Halves& photo, const std::function<bool()>& stop) {
  const cv::Size size(kGlanceWidth, cvRound(kGlanceWidth / kAspect));
  std::vector<std::pair<double, Outline>> rated;
  for (const Outline& outline : outlines) {
    if (stop && stop()) return;
    cv::Mat grey;
    cv::cvtColor(photo.warped(landscape(outline.quad), size), grey, cv::COLOR_BGR2GRAY);
    Content content = glance_at(grey);
    content.read = kWellRead, content.side_score = 1;  // not looked at yet
    rated.emplace_back(score_of(outline, content), outline);
  }
  std::stable_sort(rated.begin(), rated.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  outlines.clear();
  for (const auto& [score, outline] : rated)
    if (outlines.size() < kMostLooks) outlines.push_back(outline);
}

bool apart(const Quad& a, const Quad& b) {
  const auto holds_middle_of = [](const Quad& one, const Quad& other) {
    const cv::Point2f middle = (other[0] + other[1] + other[2] + other[3]) / 4;
    return cv::pointPolygonTest(std::vector<cv::Point2f>(one.begin(), one.end()), middle, false) >= 0;
  };
  return !holds_middle_of(a, b) && !holds_middle_of(b, a);
}

// Whether the same side of another card is recognised and read beside this one: of two people's cards nobody knows
// which one is meant. The other side of the same card may lie beside it, and so may any paper.
bool has_a_second(Halves& photo, const Rectified& card, const std::vector<Outline>& outlines, const Limits& limits) {
  // What the map calls a card is all this one.
  if (!known_side(card.content) || card.outline.overlap > 1 / (1 + kComparable)) return false;
  bool same = false;
  for (const Outline& outline : outlines) {
    if (!apart(outline.quad, card.quad) || area(outline.quad) < kComparable * area(card.quad)) continue;
    const Content content = look(photo, outline).content;
    if (!known_side(content) || content.rows < limits.least_rows || content.read < kRead) continue;
    // An outline that lost the zone of a back may look like a front; another one of it has it.
    if (content.side != card.content.side) return false;
    same = same || well_cut(content) >= kStandsLikeACard;
  }
  return same;
}

}  // namespace

std::optional<Rectified> rectify(const cv::Mat& pixels, const Limits& limits, const std::function<bool()>& stop) {
  Halves photo(pixels);
  auto outlines = find_outlines(photo);
  const auto all = outlines;
  if (outlines.empty()) return std::nullopt;
  std::optional<Rectified> best;
  bool page = false;  // an outline beyond doubt holds a page's rows: other outlines of the same page are none either
  const auto consider = [&](const Outline& outline) {
    Rectified next = look(photo, outline);
    if (!is_card(next, limits)) {
      page = page || (outline.score >= kBeyondDoubt && next.content.rows > kMostRows);
      return;
    }
    if (!best || next.score > best->score) best = std::move(next);
  };
  const auto clear = [&] {
    return page || (best && (best->score > kNoDoubt || best->outline.score > kSureOutline)) || (stop && stop());
  };
  // A clear outline around clear content needs no comparison.
  if (outlines.front().score > kLikely) {
    consider(outlines.front());
    outlines.erase(outlines.begin());
  }
  if (!outlines.empty() && !clear()) {
    sort_at_a_glance(outlines, photo, stop);
    for (const Outline& outline : outlines) {
      if (clear()) break;
      consider(outline);
    }
  }
  if (best && !(stop && stop())) best->several = has_a_second(photo, *best, all, limits);
  return best;
}

}  // namespace cotejo::rectify
