#include "copies.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "thinning.hpp"

namespace cotejo::signature {
namespace {

constexpr int kWide = 240;            // pixels at which they are laid over one another
constexpr double kOtherShape = 0.12;  // difference of the aspects from which they cannot be the same
constexpr int kShift = 3;

constexpr int kLinesWide = 360;  // pixels at which middle lines are compared
constexpr double kNotOneShape = 0.25;
constexpr double kStroke = 5;       // pixels of a stroke over which a hand goes astray one way
constexpr int kRoom = 4;            // pixels around them
constexpr int kRounds = 12;         // of alignment; it stands still after about eight
constexpr double kCommon = 0.85;    // share of the lines that must fit: scans lose the rest at the printed line
constexpr double kLeastLength = 7;  // of the lines, in spreads: a circle has 6.3, and any two circles are alike
constexpr std::size_t kFewestPoints = kLinesWide / 2;  // of the lines; without any, shares of them are no numbers

// Logarithms of the deviation are about normal. Of 600 pairs of signings by 120 generated hands: kTwoSignings; of hands
// twice as steady as any of those (half-way between two signings against one of them): kSteady. Copies that were
// scanned lie at kCopies; what was pasted into the file itself lies below. README.md has the figures.
struct Normal {
  double mean, deviation;
};
constexpr Normal kTwoSignings{-3.45, 0.58}, kSteady{-4.08, 0.58}, kCopies{-5.2, 0.5};
constexpr double kSteadyShare = 0.25;  // of people: an assumption on the safe side

cv::Mat soft(const cv::Mat& mask, cv::Size size) {
  cv::Mat out;
  cv::resize(mask, out, size, 0, 0, cv::INTER_AREA);
  out.convertTo(out, CV_32F, 1.0 / 255);
  cv::GaussianBlur(out, out, {}, 1.1);
  return out;
}

double correlation(const cv::Mat& a, const cv::Mat& b) {
  return a.dot(b) / std::sqrt(a.dot(a) * b.dot(b) + 1e-9);
}

// A signature's middle lines at one size, and for each place the nearest of their points.
class Lines {
 public:
  explicit Lines(const cv::Mat& mask) {
    const double scale = static_cast<double>(kLinesWide) / mask.cols;
    const int high = std::clamp(cvRound(scale * mask.rows), 24, 2 * kLinesWide);
    cv::Mat grown, ink, labels, distance;
    cv::resize(mask, grown, {kLinesWide, high}, 0, 0, scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
    cv::GaussianBlur(grown, grown, {}, 1.2);
    cv::threshold(grown, ink, 110, 255, cv::THRESH_BINARY);
    cv::copyMakeBorder(ink, ink, kRoom, kRoom, kRoom, kRoom, cv::BORDER_CONSTANT, cv::Scalar(0));
    const cv::Mat lines = thinned(ink);
    cv::distanceTransform(255 - lines, distance, nearest_, cv::DIST_L2, 5, cv::DIST_LABEL_PIXEL);
    points_.emplace_back();  // labels begin at 1
    cv::findNonZero(lines, at_);
    points_.resize(at_.size() + 1);
    for (const auto& p : at_) points_[static_cast<std::size_t>(nearest_.at<int>(p))] = p;
  }
  const std::vector<cv::Point>& points() const { return at_; }
  cv::Point2d nearest(const cv::Point2d& p) const {
    const cv::Point in(std::clamp(cvRound(p.x), 0, nearest_.cols - 1), std::clamp(cvRound(p.y), 0, nearest_.rows - 1));
    return points_[static_cast<std::size_t>(nearest_.at<int>(in))];
  }
  cv::Size size() const { return nearest_.size(); }
  double spread() const {
    double mx = 0, my = 0, squares = 0;
    const auto n = static_cast<double>(at_.size());
    for (const auto& p : at_) mx += p.x / n, my += p.y / n;
    for (const auto& p : at_) squares += (p.x - mx) * (p.x - mx) / n + (p.y - my) * (p.y - my) / n;
    return std::sqrt(squares);
  }

 private:
  cv::Mat nearest_;
  std::vector<cv::Point> at_;
  std::vector<cv::Point2d> points_;
};

// Shift, turn and size: z -> scale * z + shift, in the plane of complex numbers.
struct Similarity {
  std::complex<double> scale{1, 0}, shift{0, 0};
  cv::Point2d operator()(const cv::Point2d& p) const {
    const auto z = scale * std::complex<double>(p.x, p.y) + shift;
    return {z.real(), z.imag()};
  }
  Similarity inverse() const { return {1.0 / scale, -shift / scale}; }
};

struct Step {
  std::complex<double> from, to;
  cv::Point2d moved, way;
  double length = 0;
};

std::vector<Step> steps(const Lines& from, const Lines& to, const Similarity& map) {
  std::vector<Step> out;
  for (const auto& p : from.points()) {
    const cv::Point2d moved = map(p), near = to.nearest(moved);
    out.push_back({{static_cast<double>(p.x), static_cast<double>(p.y)},
                   {near.x, near.y},
                   moved,
                   near - moved,
                   cv::norm(moved - near)});
  }
  const auto kept = static_cast<std::ptrdiff_t>(kCommon * static_cast<double>(out.size()));
  std::nth_element(out.begin(), out.begin() + kept, out.end(),
                   [](const Step& a, const Step& b) { return a.length < b.length; });
  out.resize(static_cast<std::size_t>(kept));
  return out;
}

// What neighbouring places have in common: pixels go astray one by one, a hand by strokes.
double drift(const std::vector<Step>& all, cv::Size size) {
  cv::Mat ways(size, CV_32FC3, cv::Scalar::all(0));
  const auto at = [&](const Step& step) {
    return cv::Point(std::clamp(cvRound(step.moved.x), 0, size.width - 1),
                     std::clamp(cvRound(step.moved.y), 0, size.height - 1));
  };
  for (const auto& step : all)
    ways.at<cv::Vec3f>(at(step)) += cv::Vec3f(static_cast<float>(step.way.x), static_cast<float>(step.way.y), 1);
  cv::GaussianBlur(ways, ways, {}, kStroke);
  double sum = 0;
  for (const auto& step : all) {
    const auto& mean = ways.at<cv::Vec3f>(at(step));
    sum += static_cast<double>((mean[0] * mean[0] + mean[1] * mean[1]) / (mean[2] * mean[2]));
  }
  return std::sqrt(sum / static_cast<double>(all.size()));
}

// The similarity that brings `from` nearest to `to`, by least squares.
Similarity fitted(const std::vector<Step>& all) {
  const auto n = static_cast<double>(all.size());
  std::complex<double> from = 0, to = 0, cross = 0;
  double square = 0;
  for (const auto& step : all) from += step.from / n, to += step.to / n;
  for (const auto& step : all) {
    cross += std::conj(step.from - from) * (step.to - to);
    square += std::norm(step.from - from);
  }
  Similarity out;
  out.scale = cross / std::max(square, 1e-9);
  out.shift = to - out.scale * from;
  return out;
}

}  // namespace

double overlap(const cv::Mat& a, const cv::Mat& b) {
  if (a.empty() || b.empty()) return 0;
  const double shape = std::log((static_cast<double>(a.cols) / a.rows) / (static_cast<double>(b.cols) / b.rows));
  if (std::abs(shape) > kOtherShape) return 0;
  const int high = std::clamp(cvRound(static_cast<double>(kWide) * a.rows / a.cols), 24, 2 * kWide);
  const cv::Mat fixed = soft(a, {kWide, high});
  double best = 0;
  for (const int grow : {-4, -2, 0, 2, 4}) {
    const cv::Mat other = soft(b, {kWide + grow, std::max(8, high + grow * high / kWide)});
    cv::Mat field(high + 4 * kShift, kWide + 4 * kShift + 8, CV_32F, cv::Scalar(0));
    const cv::Rect middle(2 * kShift, 2 * kShift, kWide, high);
    const cv::Rect at = cv::Rect({2 * kShift - grow / 2, 2 * kShift}, other.size()) & cv::Rect({0, 0}, field.size());
    other(cv::Rect({0, 0}, at.size())).copyTo(field(at));
    for (int dy = -kShift; dy <= kShift; ++dy)
      for (int dx = -kShift; dx <= kShift; ++dx)
        best = std::max(best, correlation(fixed, field(middle + cv::Point(dx, dy))));
  }
  return best;
}

std::optional<double> apart(const cv::Mat& a, const cv::Mat& b) {
  if (a.empty() || b.empty()) return std::nullopt;
  const double shape = std::log((static_cast<double>(a.cols) / a.rows) / (static_cast<double>(b.cols) / b.rows));
  if (std::abs(shape) > kNotOneShape) return std::nullopt;
  const Lines first(a), second(b);
  for (const Lines* lines : {&first, &second})
    if (lines->points().size() < kFewestPoints ||
        static_cast<double>(lines->points().size()) < kLeastLength * lines->spread())
      return std::nullopt;
  Similarity map;
  std::vector<Step> all = steps(second, first, map);
  for (int round = 0; round < kRounds; ++round) {
    map = fitted(all);
    all = steps(second, first, map);
  }
  const auto back = steps(first, second, map.inverse());
  return std::max(drift(all, first.size()), drift(back, second.size())) / first.spread();
}

double copied(double deviation) {
  const double at = std::log(std::max(deviation, 1e-6));
  const auto density = [&](const Normal& normal) {
    const double z = (at - normal.mean) / normal.deviation;
    return std::exp(-z * z / 2) / normal.deviation;
  };
  const double copy = at < kCopies.mean ? 1 / kCopies.deviation : density(kCopies);
  const double signed_twice = (1 - kSteadyShare) * density(kTwoSignings) + kSteadyShare * density(kSteady);
  return at > kTwoSignings.mean ? 0 : copy / (copy + signed_twice);
}

}  // namespace cotejo::signature
