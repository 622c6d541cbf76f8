#include "map_outline.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace cotejo::rectify {
namespace {

constexpr float kPart = 0.5F;       // probability from which a cell is a card's
constexpr int kLeastCells = 60;     // of a card: one a fifth as wide as the photo has more
constexpr int kFiner = 4;           // the map's outline is drawn on a grid this much finer
constexpr double kSeenSide = 0.30;  // mean of a side's band, below which the side is not seen
// Proportions (logarithm) that a card with a side on the photo's border lacks, from which the border is not its side. A
// cell is a thirtieth of a usual card's width.
constexpr double kTooShort = 0.09;
constexpr float kOnBorder = 1.0F;  // cells: a side this near to the photo's border lies on it
constexpr std::size_t kMostCards = 2;
constexpr int kSteps = 3;           // to either side, when a side is moved onto its band
constexpr float kRound = 0.06F;     // of a side at each end, where cards have round corners
constexpr double kFar = 0.002;      // band that a side must have more for each square of a step
constexpr double kBandWorth = 0.4;  // of the sides' bands against the overlap

// Bilinear; what lies outside of the map is not there.
bool sampled(const cv::Mat& field, cv::Point2f p, float& value) {
  if (p.x < -0.5F || p.y < -0.5F || p.x > static_cast<float>(field.cols) - 0.5F ||
      p.y > static_cast<float>(field.rows) - 0.5F)
    return false;
  const float x = std::clamp(p.x, 0.0F, static_cast<float>(field.cols - 1)),
              y = std::clamp(p.y, 0.0F, static_cast<float>(field.rows - 1));
  const int left = std::min(static_cast<int>(x), field.cols - 2), top = std::min(static_cast<int>(y), field.rows - 2);
  const float u = x - static_cast<float>(left), v = y - static_cast<float>(top);
  const float *a = field.ptr<float>(top) + left, *b = field.ptr<float>(top + 1) + left;
  value = (1 - v) * ((1 - u) * a[0] + u * a[1]) + v * ((1 - u) * b[0] + u * b[1]);
  return true;
}

// The four-cornered shape nearest to a hull: corners that span little are given up one by one, their neighbours' sides
// prolonged.
std::optional<Quad> four_cornered(std::vector<cv::Point2f> points) {
  while (points.size() > 4) {
    const std::size_t n = points.size();
    double least = 1e18;
    std::size_t drop = n;
    cv::Point2f at;
    for (std::size_t i = 0; i < n; ++i) {  // the side from i to i+1 is left out
      const cv::Point2f &a = points[(i + n - 1) % n], &b = points[i], &c = points[(i + 1) % n],
                        &d = points[(i + 2) % n];
      const cv::Point2f r = b - a, s = c - d;
      const double cross = static_cast<double>(r.cross(s));
      if (std::abs(cross) < 1e-6) continue;
      const double t = static_cast<double>((d - a).cross(s)) / cross, u = static_cast<double>((d - a).cross(r)) / cross;
      if (t < 1 || u < 1) continue;  // they meet on the other side
      const cv::Point2f meet = a + r * static_cast<float>(t);
      const double area = std::abs(static_cast<double>((c - b).cross(meet - b)));
      if (area < least) least = area, drop = i, at = meet;
    }
    if (drop == n) return std::nullopt;
    points[drop] = at;
    points.erase(points.begin() + static_cast<long>((drop + 1) % n));
  }
  if (points.size() < 4) return std::nullopt;
  return Quad{points[0], points[1], points[2], points[3]};
}

// The upright or turned card of a blob's area, place and direction: ragged borders hardly move it.
Quad even_card(const std::vector<cv::Point>& contour) {
  const cv::Moments m = cv::moments(contour);
  const double angle = 0.5 * std::atan2(2 * m.mu11, m.mu20 - m.mu02);
  const cv::Point2d middle(m.m10 / m.m00, m.m01 / m.m00), along(std::cos(angle), std::sin(angle)),
      across(-along.y, along.x);
  const double width = std::sqrt(m.m00 * kAspect) / 2, height = std::sqrt(m.m00 / kAspect) / 2;
  return {middle - along * width - across * height, middle + along * width - across * height,
          middle + along * width + across * height, middle - along * width + across * height};
}

// Puts a side that lies outside of the photo where ID-1 expects it.
void prolong(Quad& q, std::size_t side) {
  const std::size_t a = side, b = (a + 1) % 4, c = (a + 2) % 4, d = (a + 3) % 4;
  const cv::Point2f base = q[c] - q[d], up = q[a] - q[d], along = q[b] - q[c];
  const float up_length = std::max(1e-3F, std::hypot(up.x, up.y)),
              along_length = std::max(1e-3F, std::hypot(along.x, along.y));
  const float expected = std::hypot(base.x, base.y) * static_cast<float>(side % 2 == 1 ? kAspect : 1 / kAspect);
  if (expected <= (up_length + along_length) / 2) return;
  q[a] = q[d] + up * (expected / up_length);
  q[b] = q[c] + along * (expected / along_length);
}

// Of the first and third side over the others, whichever are longer.
double aspect_as_is(const Quad& q) {
  const auto length = [&](std::size_t i) {
    const cv::Point2f d = q[(i + 1) % 4] - q[i];
    return static_cast<double>(std::hypot(d.x, d.y));
  };
  return (length(0) + length(2)) / std::max(1e-3, length(1) + length(3));
}

bool on_border(cv::Point2f a, cv::Point2f b, cv::Size cells) {
  const float right = static_cast<float>(cells.width - 1), bottom = static_cast<float>(cells.height - 1);
  const auto both = [&](float p, float q, float low, float high) {
    return (p < low + kOnBorder && q < low + kOnBorder) || (p > high - kOnBorder && q > high - kOnBorder);
  };
  return both(a.x, b.x, 0, right) || both(a.y, b.y, 0, bottom);
}

}  // namespace

CardView::CardView(CardMap map, cv::Size picture) : map_(std::move(map)) {
  sides_[0] = map_.short_sides, sides_[1] = map_.long_sides;
  scale_ = {static_cast<float>(picture.width) / static_cast<float>(map_.inside.cols),
            static_cast<float>(picture.height) / static_cast<float>(map_.inside.rows)};
}

Quad CardView::to_cells(const Quad& quad) const {
  Quad out = quad;
  for (auto& p : out) p = {(p.x + 0.5F) / scale_.x - 0.5F, (p.y + 0.5F) / scale_.y - 0.5F};
  return out;
}

Quad CardView::to_picture(const Quad& cells) const {
  Quad out = cells;
  for (auto& p : out) p = {(p.x + 0.5F) * scale_.x - 0.5F, (p.y + 0.5F) * scale_.y - 0.5F};
  return out;
}

// Mean of the map's band along a side, and how much of it lies in the photo.
double CardView::band(cv::Point2f from, cv::Point2f to, bool long_side, double* seen) const {
  constexpr int kPlaces = 32;
  double sum = 0;
  int count = 0;
  for (int i = 0; i < kPlaces; ++i) {
    float value = 0;
    if (!sampled(sides_[long_side], from + (to - from) * ((static_cast<float>(i) + 0.5F) / kPlaces), value)) continue;
    sum += static_cast<double>(value), ++count;
  }
  if (seen) *seen = static_cast<double>(count) / kPlaces;
  return count > 0 ? sum / count : 0;
}

// The sides moved onto the ridges of their bands.
std::optional<Quad> CardView::on_bands(const Quad& quad) const {
  Quad out = quad;
  for (const float step : {1.5F, 0.5F, 0.17F}) {
    const Quad from = out;
    std::array<StraightLine, 4> lines;
    for (std::size_t i = 0; i < 4; ++i) {
      const cv::Point2f a = from[i], b = from[(i + 1) % 4], d = b - a;
      const cv::Point2f normal = cv::Point2f(-d.y, d.x) / std::max(1e-3F, std::hypot(d.x, d.y));
      double most = -1;
      cv::Point2f first = a, second = b;
      for (int u = -kSteps; u <= kSteps; ++u)
        for (int v = -kSteps; v <= kSteps; ++v) {
          const cv::Point2f p = a + normal * (step * static_cast<float>(u)),
                            q = b + normal * (step * static_cast<float>(v));
          double seen = 0;
          const double value = band(p + (q - p) * kRound, q - (q - p) * kRound, i % 2 == 0, &seen);
          const double worth = value * (0.5 + 0.5 * seen) - kFar * static_cast<double>(step) * (u * u + v * v);
          if (worth > most) most = worth, first = p, second = q;
        }
      const cv::Point2f along = second - first;
      lines[i] = {first, along / std::max(1e-3F, std::hypot(along.x, along.y))};
    }
    for (std::size_t i = 0; i < 4; ++i)
      if (!intersect(lines[(i + 3) % 4], lines[i], out[i])) return std::nullopt;
  }
  if (!convex(out)) return std::nullopt;
  return out;
}

// Which sides are the long ones says the map, not their length: a part of a card may be of any proportions.
Quad CardView::long_side_first(const Quad& quad) const {
  Quad out = landscape(quad);
  double as_is = 0, other = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    as_is += band(out[i], out[(i + 1) % 4], i % 2 == 0, nullptr);
    other += band(out[i], out[(i + 1) % 4], i % 2 == 1, nullptr);
  }
  if (other > as_is) std::rotate(out.begin(), out.begin() + 1, out.end());
  return out;
}

std::optional<MappedCard> CardView::card_of(const std::vector<cv::Point>& contour) const {
  std::vector<cv::Point> hull, fewer;
  cv::convexHull(contour, hull);
  cv::approxPolyDP(hull, fewer, 0.012 * cv::arcLength(hull, true), true);
  const auto in_cells = [](cv::Point2f p) {
    return (p + cv::Point2f(0.5F, 0.5F)) / static_cast<float>(kFiner) - cv::Point2f(0.5F, 0.5F);
  };
  std::vector<cv::Point2f> points;
  for (const auto& p : fewer) points.push_back(in_cells(p));
  Quad box;
  cv::minAreaRect(hull).points(box.data());
  for (auto& p : box) p = in_cells(p);
  Quad even = even_card(contour);
  for (auto& p : even) p = in_cells(p);
  // A tilted card is no rectangle, a ragged map is no quadrilateral: whichever agrees best.
  std::vector<Quad> shapes{box, even};
  if (const auto shape = four_cornered(points)) shapes.push_back(*shape);
  std::optional<Quad> best;
  double most = 0;
  for (const Quad& shape : shapes) {
    const Quad quad = long_side_first(shape);
    const auto moved = on_bands(quad);
    for (const auto& candidate : {std::optional<Quad>(quad), moved}) {
      if (!candidate) continue;
      const double agrees = overlap(to_picture(*candidate)) + kBandWorth * sides_of(*candidate);
      if (agrees > most) most = agrees, best = candidate;
    }
  }
  if (!best) return std::nullopt;
  const Quad quad = *best;
  MappedCard out;
  out.quad = to_picture(quad);
  out.sides = sides_of(quad);
  std::size_t beyond = 4;
  double least = kSeenSide;
  const double lacking = std::log(kAspect / aspect_as_is(quad));  // of the long sides; negative: of the short ones
  for (std::size_t i = 0; i < 4; ++i) {
    if (!on_border(quad[i], quad[(i + 1) % 4], map_.inside.size())) continue;
    double seen = band(quad[i], quad[(i + 1) % 4], i % 2 == 0, nullptr);
    // The network draws a side where a card ends with the photo, too.
    if (out.sides > kSidesToMeasure && (i % 2 == 1 ? lacking : -lacking) > kTooShort) seen = 0;
    if (seen < least) least = seen, beyond = i;
  }
  out.cut = beyond < 4;
  if (out.cut) prolong(out.quad, beyond);
  return out;
}

// Mean of the map's bands along the sides of a quadrilateral in cells.
double CardView::sides_of(const Quad& quad) const {
  double sum = 0;
  for (std::size_t i = 0; i < 4; ++i) sum += band(quad[i], quad[(i + 1) % 4], i % 2 == 0, nullptr) / 4;
  return sum;
}

std::vector<MappedCard> CardView::cards() const {
  cv::Mat fine, mask;
  cv::resize(map_.inside, fine, {}, kFiner, kFiner, cv::INTER_LINEAR);
  cv::threshold(fine, mask, static_cast<double>(kPart), 255, cv::THRESH_BINARY);
  mask.convertTo(mask, CV_8U);
  std::vector<std::vector<cv::Point>> contours;
  cv::findContours(mask, contours, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_NONE);
  std::sort(contours.begin(), contours.end(),
            [](const auto& a, const auto& b) { return cv::contourArea(a) > cv::contourArea(b); });
  std::vector<MappedCard> out;
  for (const auto& contour : contours) {
    if (out.size() == kMostCards || cv::contourArea(contour) < kLeastCells * kFiner * kFiner) break;
    if (const auto card = card_of(contour)) out.push_back(*card);
  }
  return out;
}

double CardView::overlap(const Quad& quad) const {
  std::vector<cv::Point> corners;
  for (const auto& p : to_cells(quad)) corners.emplace_back(cvRound(p.x * 16), cvRound(p.y * 16));
  cv::Mat mask(map_.inside.size(), CV_32F, cv::Scalar(0));
  cv::fillConvexPoly(mask, corners, 1, cv::LINE_8, 4);
  double both = 0, either = 0;
  for (int y = 0; y < mask.rows; ++y) {
    const float *m = mask.ptr<float>(y), *p = map_.inside.ptr<float>(y);
    for (int x = 0; x < mask.cols; ++x) {
      both += static_cast<double>(m[x] * p[x]);
      either += static_cast<double>(m[x] + p[x] - m[x] * p[x]);
    }
  }
  return either > 0 ? both / either : 0;
}

}  // namespace cotejo::rectify
