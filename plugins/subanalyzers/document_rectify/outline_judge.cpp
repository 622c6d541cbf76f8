#include "outline_judge.hpp"

#include <algorithm>
#include <cmath>

namespace cotejo::rectify {
namespace {

constexpr double kLeastArea = 0.018;  // of the photo: a card a quarter as wide as a tall photo has 0.02
constexpr double kMostSkew = 45;      // degrees; a steeper view can't be read either
constexpr double kLeastForm = 0.08;
constexpr float kOutside = 0.22F;  // of the photo's size: how far a cut-off corner may lie outside
constexpr float kRound = 0.06F;    // of a side at each end, where cards have round corners
constexpr float kBeyondFrom = 0.03F, kBeyondTo = 0.18F;  // of a side past its corner, where it must not go on
// What a side counts that is the photo's own border: less than an edge that is seen, more than none.
constexpr double kFrameSupport = 0.32;
constexpr double kEndWeight = 0.25;     // what a side loses whose ends have no edge
constexpr double kBeyondWeight = 0.30;  // what an outline loses for each side that goes on past its corners

double falls_off(double value, double free, double width) {
  const double off = std::max(0.0, value - free) / width;
  return std::exp(-off * off);
}

// As if seen from above: the proportions of ID-1, near right angles. The small deviations that are free are those of
// corners that lie a few hundredths of the card's width from where they should.
double flat_form(const Quad& quad) {
  const double angle = skew(quad);
  if (angle > kMostSkew) return 0;
  return falls_off(std::abs(std::log(aspect(quad) / kAspect)), 0.06, 0.13) * (1 - 0.5 * std::pow(angle / kMostSkew, 2));
}

// As a tilted card looks through a phone's lens, whose focal length is between that of a wide and of a long one.
double tilted_form(const Quad& quad, cv::Size photo) {
  constexpr double kFocalLengths[] = {0.75, 1.1, 2.0};  // of the photo's longer side
  constexpr double kAngle = 0.08;                       // cosine, and logarithm of proportions, that are free
  constexpr double kSteep = 0.35;                       // one less the cosine of a tilt of 49 degrees
  constexpr double kWorth = 0.95;                       // a level card is the likelier one
  double best = 0;
  const cv::Point2f middle(static_cast<float>(photo.width) / 2, static_cast<float>(photo.height) / 2);
  const Quad q = landscape({quad[0] - middle, quad[1] - middle, quad[2] - middle, quad[3] - middle});
  // The homography from the unit square: columns h1, h2 are the card's sides in space, but for the focal length.
  const cv::Point2d d1 = q[1] - q[2], d2 = q[3] - q[2], s = q[0] - q[1] + q[2] - q[3];
  const double determinant = d1.cross(d2);
  if (std::abs(determinant) < 1e-6) return 0;
  const double g = s.cross(d2) / determinant, h = d1.cross(s) / determinant;
  const cv::Point2d first = cv::Point2d(q[1] - q[0]) + g * cv::Point2d(q[1]),
                    second = cv::Point2d(q[3] - q[0]) + h * cv::Point2d(q[3]);
  for (double part : kFocalLengths) {
    const double f = part * std::max(photo.width, photo.height);
    const double a = std::sqrt(first.dot(first) / (f * f) + g * g), b = std::sqrt(second.dot(second) / (f * f) + h * h);
    if (a < 1e-9 || b < 1e-9) continue;
    const double cosine = std::abs(first.dot(second) / (f * f) + g * h) / (a * b);
    const double off = std::min(std::abs(std::log(a / b / kAspect)), std::abs(std::log(b / a / kAspect)));
    // Any proportions can be had by enough tilt: the steeper, the less likely.
    const double level = std::abs(first.cross(second)) / (f * f * a * b);
    best = std::max(
        best, kWorth * falls_off(off, kAngle, 0.1) * falls_off(cosine, kAngle, 0.1) * falls_off(1 - level, 0, kSteep));
  }
  return best;
}

}  // namespace

bool OutlineJudge::near_photo(cv::Point2f p) const {
  const float w = static_cast<float>(grey_.cols), h = static_cast<float>(grey_.rows);
  return p.x > -kOutside * w && p.y > -kOutside * h && p.x < (1 + kOutside) * w && p.y < (1 + kOutside) * h;
}

double OutlineJudge::shape(const Quad& quad) const {
  for (const auto& p : quad)
    if (!near_photo(p)) return 0;
  const double share = area(quad) / static_cast<double>(grey_.total());
  if (share < kLeastArea || !convex(quad)) return 0;
  const double form = std::max(flat_form(quad), tilted_form(quad, grey_.size()));
  return form < kLeastForm ? 0 : form * (0.75 + 0.25 * std::sqrt(std::min(1.0, share)));
}

OutlineSide OutlineJudge::side(const EdgeLine& line, float from, float to) {
  if (from > to) std::swap(from, to);
  const float length = to - from, first = from + kRound * length, last = to - kRound * length,
              third = (last - first) / 3;
  auto whole = line.between(first, last);
  auto begin = line.between(first, first + third), end = line.between(last - third, last);
  auto before = line.between(from - kBeyondTo * length, from - kBeyondFrom * length),
       after = line.between(to + kBeyondFrom * length, to + kBeyondTo * length);
  if (whole.seen < 4) return {0, 0, 0};
  if (whole.other > whole.same)
    for (auto* s : {&whole, &begin, &end, &before, &after}) std::swap(s->same, s->other);
  OutlineSide out;
  out.inside = std::min(1.0F, whole.seen / whole.asked);
  // A card's side is an edge of one polarity without gaps; print inside of it has gaps, texture both polarities.
  out.support = 0.35 * static_cast<double>(whole.strength / whole.seen) +
                0.65 * std::max(0.0, static_cast<double>((whole.same - 0.5F * whole.other) / whole.seen));
  // An end without an edge means that the corner is elsewhere.
  float least = 1;
  for (const auto* part : {&begin, &end})
    if (part->seen > 0) least = std::min(least, part->same / part->seen);
  out.support *= 1 - kEndWeight + kEndWeight * static_cast<double>(least);
  out.beyond = static_cast<double>((before.same + after.same) / (before.asked + after.asked));
  return out;
}

OutlineSide OutlineJudge::side(cv::Point2f from, cv::Point2f to) const {
  const cv::Point2f d = to - from;
  const float length = std::hypot(d.x, d.y);
  if (length < 8) return {0, 0, 0};
  const float reach = 1.02F * kBeyondTo * length;
  return side(EdgeLine(gradient_, {from, d / length}, -reach, length + reach), 0, length);
}

double OutlineJudge::score(const Quad& quad, const std::array<OutlineSide, 4>& sides,
                           const std::array<bool, 4>& frame) const {
  const double form = shape(quad);
  if (form <= 0) return 0;
  double sum = 0, ends = 1;
  std::array<double, 4> supports{};
  for (std::size_t i = 0; i < 4; ++i) {
    double s = frame[i] ? kFrameSupport : sides[i].support;
    if (!frame[i] && sides[i].inside < 0.45) s *= sides[i].inside;
    supports[i] = s;
    sum += s / 4;
    ends *= 1 - kBeyondWeight * (frame[i] ? 0 : sides[i].beyond);
  }
  std::sort(supports.begin(), supports.end());
  return form * ends * (0.45 * sum + 0.25 * supports[0] + 0.30 * supports[1]);
}

double OutlineJudge::score(const Quad& quad) const {
  if (shape(quad) <= 0) return 0;
  std::array<OutlineSide, 4> sides;
  for (std::size_t i = 0; i < 4; ++i) sides[i] = side(quad[i], quad[(i + 1) % 4]);
  return score(quad, sides, {});
}

double OutlineJudge::margin(const Quad& quad) const {
  constexpr int kPlaces = 28;
  const cv::Point2f middle = (quad[0] + quad[1] + quad[2] + quad[3]) / 4;
  double change = 0;
  int seen = 0;
  for (std::size_t s = 0; s < 4; ++s) {
    const cv::Point2f a = quad[s] + (middle - quad[s]) * 0.05F,
                      b = quad[(s + 1) % 4] + (middle - quad[(s + 1) % 4]) * 0.05F;
    int last = -1;
    for (int i = 0; i < kPlaces; ++i) {
      const cv::Point2f p = a + (b - a) * (0.04F + 0.92F * (static_cast<float>(i) + 0.5F) / kPlaces);
      const int x = cvRound(p.x), y = cvRound(p.y);
      if (x < 0 || y < 0 || x >= grey_.cols || y >= grey_.rows) {
        last = -1;
        continue;
      }
      const int now = grey_.at<uchar>(y, x);
      if (last >= 0) change += std::min(40, std::abs(now - last)), ++seen;
      last = now;
    }
  }
  return 0.3 + 0.7 * (seen ? std::exp(-change / seen / 14) : 0.5);
}

}  // namespace cotejo::rectify
