#include "likeness.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>
#include <span>

namespace cotejo::signature {
namespace {

constexpr int kBins = 6;                 // of directions
constexpr int kWide = 200, kHigh = 120;  // pixels of the field on which lines lie
constexpr double kUnit = 36;             // pixels of one spread
constexpr float kFarthest = 14;          // pixels: beyond, a line is missing, however far

struct Warp {
  double tx = 0, ty = 0, sx = 1, sy = 1, shear = 0, turn = 0;

  cv::Matx23d matrix() const {
    const double c = std::cos(turn), s = std::sin(turn);
    return {sx * c, sx * (shear * c - s), tx, sy * s, sy * (shear * s + c), ty};
  }
  double amount() const {
    return std::abs(std::log(sx)) + std::abs(std::log(sy)) + std::abs(shear) + 2 * std::abs(turn);
  }
};

int bin_of(float angle) {
  return std::min(kBins - 1, static_cast<int>(angle / std::numbers::pi_v<float> * kBins));
}

cv::Point pixel(double x, double y) {
  return {cvRound(x * kUnit + kWide / 2.0), cvRound(y * kUnit + kHigh / 2.0)};
}

bool inside(const cv::Point& p) {
  return p.x >= 0 && p.y >= 0 && p.x < kWide && p.y < kHigh;
}

// For each place and direction the way to the nearest line that runs about so.
class Field {
 public:
  explicit Field(const NormalForm& form) {
    std::array<cv::Mat, kBins> lines;
    for (auto& map : lines) map = cv::Mat(kHigh, kWide, CV_8UC1, cv::Scalar(255));
    for (const LinePoint& point : form.points) {
      const cv::Point p = pixel(point.x, point.y);
      if (!inside(p)) continue;
      const int bin = bin_of(point.angle);
      for (const int near : {bin, (bin + 1) % kBins, (bin + kBins - 1) % kBins})
        lines[static_cast<std::size_t>(near)].at<uchar>(p) = 0;
    }
    for (std::size_t i = 0; i < kBins; ++i) {
      cv::distanceTransform(lines[i], ways_[i], cv::DIST_L2, 3);
      ways_[i] = cv::min(ways_[i], static_cast<double>(kFarthest));
    }
  }
  float way(double x, double y, float angle) const {
    const cv::Point p = pixel(x, y);
    return inside(p) ? ways_[static_cast<std::size_t>(bin_of(angle))].at<float>(p) : kFarthest;
  }

 private:
  std::array<cv::Mat, kBins> ways_;
};

class Matching {
 public:
  Matching(const NormalForm& a, const NormalForm& b) : a_(a), b_(b), field_a_(a), field_b_(b) {}

  Warp best() const {
    Warp best;
    double least = cost(best);
    for (const double first_shear : {-0.15, 0.0, 0.15}) {
      Warp now;
      now.shear = first_shear;
      double mine = cost(now);
      for (double step = 0.16; step > 0.008; step *= 0.6) descend(now, mine, step);
      if (mine < least) least = mine, best = now;
    }
    return best;
  }

  // Ways of all points, both directions, ascending.
  std::vector<float> ways(const Warp& warp) const {
    std::vector<float> out;
    const cv::Matx23d m = warp.matrix();
    for (const LinePoint& p : b_.points) {
      const auto [x, y, angle] = moved(m, p);
      out.push_back(field_a_.way(x, y, angle));
    }
    const cv::Matx23d back = inverse(m);
    for (const LinePoint& p : a_.points) {
      const auto [x, y, angle] = moved(back, p);
      out.push_back(field_b_.way(x, y, angle));
    }
    std::sort(out.begin(), out.end());
    return out;
  }

  static LinePoint moved(const cv::Matx23d& m, const LinePoint& p) {
    const double dx = std::cos(static_cast<double>(p.angle)), dy = std::sin(static_cast<double>(p.angle));
    const auto px = static_cast<double>(p.x), py = static_cast<double>(p.y);
    double angle = std::atan2(m(1, 0) * dx + m(1, 1) * dy, m(0, 0) * dx + m(0, 1) * dy);
    if (angle < 0) angle += std::numbers::pi;
    return {static_cast<float>(m(0, 0) * px + m(0, 1) * py + m(0, 2)),
            static_cast<float>(m(1, 0) * px + m(1, 1) * py + m(1, 2)),
            static_cast<float>(std::fmod(angle, std::numbers::pi))};
  }

 private:
  static cv::Matx23d inverse(const cv::Matx23d& m) {
    const double det = m(0, 0) * m(1, 1) - m(0, 1) * m(1, 0);
    const double a = m(1, 1) / det, b = -m(0, 1) / det, c = -m(1, 0) / det, d = m(0, 0) / det;
    return {a, b, -(a * m(0, 2) + b * m(1, 2)), c, d, -(c * m(0, 2) + d * m(1, 2))};
  }

  double cost(const Warp& warp) const {
    double sum = 0;
    const cv::Matx23d m = warp.matrix();
    for (const LinePoint& p : b_.points) {
      const auto [x, y, angle] = moved(m, p);
      sum += static_cast<double>(field_a_.way(x, y, angle));
    }
    const cv::Matx23d back = inverse(m);
    double other = 0;
    for (const LinePoint& p : a_.points) {
      const auto [x, y, angle] = moved(back, p);
      other += static_cast<double>(field_b_.way(x, y, angle));
    }
    // Warping is free only as far as a hand varies.
    return sum / static_cast<double>(b_.points.size()) + other / static_cast<double>(a_.points.size()) +
           1.5 * std::max(0.0, warp.amount() - 0.35);
  }

  void descend(Warp& now, double& least, double step) const {
    double Warp::*const sides[] = {&Warp::tx, &Warp::ty, &Warp::sx, &Warp::sy, &Warp::shear, &Warp::turn};
    const double sizes[] = {1.5, 1.5, 1, 1, 1, 0.4};
    for (std::size_t i = 0; i < std::size(sides); ++i)
      for (const double way : {step, -step}) {
        Warp tried = now;
        tried.*sides[i] += way * sizes[i];
        if (!(tried.sx > 0.6 && tried.sy > 0.6 && tried.sx < 1.6 && tried.sy < 1.6)) continue;
        const double mine = cost(tried);
        if (mine < least) least = mine, now = tried;
      }
  }

  const NormalForm &a_, &b_;
  Field field_a_, field_b_;
};

constexpr int kCellsWide = 10, kCellsHigh = 6;

std::vector<double> cells(const std::vector<LinePoint>& points) {
  std::vector<double> out(static_cast<std::size_t>(kCellsWide * kCellsHigh * kBins));
  for (const LinePoint& p : points) {
    // Shared among neighbouring cells, so that a small shift is a small change.
    const double u = (static_cast<double>(p.x) * kUnit / kWide + 0.5) * kCellsWide - 0.5;
    const double v = (static_cast<double>(p.y) * kUnit / kHigh + 0.5) * kCellsHigh - 0.5;
    const int x0 = cvFloor(u), y0 = cvFloor(v);
    for (int dy = 0; dy < 2; ++dy)
      for (int dx = 0; dx < 2; ++dx) {
        const int x = x0 + dx, y = y0 + dy;
        if (x < 0 || y < 0 || x >= kCellsWide || y >= kCellsHigh) continue;
        out[static_cast<std::size_t>((y * kCellsWide + x) * kBins + bin_of(p.angle))] +=
            (1 - std::abs(u - x)) * (1 - std::abs(v - y));
      }
  }
  for (auto& value : out) value = std::sqrt(value);  // a long line counts less than its length
  return out;
}

double unlike(const std::vector<double>& a, const std::vector<double>& b) {
  double ab = 0, aa = 1e-9, bb = 1e-9;
  for (std::size_t i = 0; i < a.size(); ++i) ab += a[i] * b[i], aa += a[i] * a[i], bb += b[i] * b[i];
  return 1 - ab / std::sqrt(aa * bb);
}

constexpr std::size_t kColumns = 80;
struct Column {
  double top = 0, bottom = 0, ink = 0;
};

std::vector<Column> profile(const std::vector<LinePoint>& points) {
  std::vector<Column> out(kColumns, {9, -9, 0});
  for (const LinePoint& p : points) {
    const int at = cvFloor((static_cast<double>(p.x) * kUnit / kWide + 0.5) * kColumns);
    if (at < 0 || at >= static_cast<int>(kColumns)) continue;
    auto& column = out[static_cast<std::size_t>(at)];
    column.top = std::min(column.top, static_cast<double>(p.y));
    column.bottom = std::max(column.bottom, static_cast<double>(p.y));
    column.ink += static_cast<double>(kColumns) / static_cast<double>(points.size()) / 4;
  }
  for (auto& column : out)
    if (column.top > column.bottom) column.top = column.bottom = 0;
  return out;
}

double unlike(const Column& a, const Column& b) {
  return std::abs(a.top - b.top) + std::abs(a.bottom - b.bottom) + std::abs(a.ink - b.ink);
}

// Dynamic time warping within a tenth of the width.
double warped(const std::vector<Column>& a, const std::vector<Column>& b) {
  constexpr std::ptrdiff_t kBand = 8;
  const auto n = std::ssize(a);
  std::vector<double> last(static_cast<std::size_t>(n) + 1, 1e9), now = last;
  last[0] = 0;
  for (std::ptrdiff_t i = 1; i <= n; ++i) {
    std::fill(now.begin(), now.end(), 1e9);
    for (std::ptrdiff_t j = std::max<std::ptrdiff_t>(1, i - kBand); j <= std::min(n, i + kBand); ++j) {
      const auto at = static_cast<std::size_t>(j);
      now[at] = unlike(a[static_cast<std::size_t>(i - 1)], b[at - 1]) + std::min({last[at], last[at - 1], now[at - 1]});
    }
    std::swap(last, now);
  }
  return last.back() / static_cast<double>(n);
}

double mean(std::span<const float> values) {
  double sum = 0;
  for (const float value : values) sum += static_cast<double>(value);
  return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

}  // namespace

Features compare(const NormalForm& reference, const NormalForm& questioned) {
  const Matching matching(reference, questioned);
  const Warp warp = matching.best();
  const auto ways = matching.ways(warp);
  std::vector<LinePoint> moved;
  for (const LinePoint& p : questioned.points) moved.push_back(Matching::moved(warp.matrix(), p));
  const std::span<const float> all(ways);
  Features out{};
  out[kDistance] = mean(all.first(all.size() * 3 / 4));
  out[kWorst] = mean(all.last(all.size() / 4));
  out[kCells] = unlike(cells(reference.points), cells(moved));
  out[kProfiles] = warped(profile(reference.points), profile(moved));
  out[kAspect] = std::abs(std::log(reference.aspect / questioned.aspect));
  out[kLength] = std::abs(std::log(reference.length / questioned.length));
  out[kWarp] = warp.amount();
  out[kRoughness] = questioned.roughness - reference.roughness;
  out[kEvenness] = reference.unevenness - questioned.unevenness;
  out[kTopology] = std::abs(reference.ends - questioned.ends) + std::abs(reference.crossings - questioned.crossings);
  return out;
}

double similarity(const Features& features) {
  // Fitted by tests/accuracy (`cotejo-signature-accuracy --fit`), on writers that are not measured on.
  constexpr double kOffset = 4.747;
  constexpr Features kWeights{-3.634, -0.017, -0.950, 1.697, 0.784, 2.896, -1.443, -9.071, -0.933, -0.150};
  double sum = kOffset;
  for (std::size_t i = 0; i < kFeatures; ++i) sum += kWeights[i] * features[i];
  return 1 / (1 + std::exp(-sum));
}

}  // namespace cotejo::signature
