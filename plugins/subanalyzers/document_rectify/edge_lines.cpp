#include "edge_lines.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace cotejo::rectify {
namespace {

constexpr float kStep = 2;       // pixels between samples along a line
constexpr float kGap = 1.6F;     // what a sample without an edge costs a stretch, against one with an edge
constexpr float kLeastRun = 28;  // pixels: shorter edges are print
constexpr std::size_t kMostPeaks = 150, kMostLines = 44;
// Of one polarity within 15 degrees: a striped desk must not take all places.
constexpr int kDirections = 24, kMostOfOneDirection = 7, kMostPeaksOfOneDirection = 24;

// The Hough transform's cells: one degree, full circle, since the direction of the light is part of it; two pixels.
constexpr int kAngles = 360, kSpread = 3;
constexpr float kDistance = 2;

struct Normals {
  std::array<cv::Point2f, kAngles> of;
  Normals() {
    for (int i = 0; i < kAngles; ++i) {
      const double angle = (i + 0.5) * 2 * CV_PI / kAngles;
      of[static_cast<std::size_t>(i)] = {static_cast<float>(std::cos(angle)), static_cast<float>(std::sin(angle))};
    }
  }
};
const Normals& normals() {
  static const Normals table;
  return table;
}

struct Peak {
  int votes, angle, distance;
};

// Where the gradient is strongest along its own direction, each pixel votes for the lines it may lie on.
cv::Mat votes_of(const Gradient& g, int cells) {
  cv::Mat votes(kAngles, cells, CV_16U, cv::Scalar(0));
  const float reach = static_cast<float>(cells) * kDistance / 2;
  const float least = g.typical * kEdge / (1 - kEdge);
  for (int y = 2; y + 2 < g.xy.rows; ++y) {
    const auto* row = g.xy.ptr<cv::Vec2s>(y);
    for (int x = 2; x + 2 < g.xy.cols; ++x) {
      const int gx = row[x][0], gy = row[x][1];
      const float square = static_cast<float>(gx * gx + gy * gy);
      if (square < least * least) continue;
      // Thinned along the nearer axis.
      const bool across = std::abs(gx) > std::abs(gy);
      const auto size = [&](int u, int v) { return std::abs(g.xy.ptr<cv::Vec2s>(v)[u][across ? 0 : 1]); };
      const int here = across ? std::abs(gx) : std::abs(gy);
      if (across ? size(x - 1, y) > here || size(x + 1, y) >= here : size(x, y - 1) > here || size(x, y + 1) >= here)
        continue;
      float angle = std::atan2(static_cast<float>(gy), static_cast<float>(gx));
      if (angle < 0) angle += static_cast<float>(2 * CV_PI);
      const int middle = static_cast<int>(angle * static_cast<float>(kAngles / (2 * CV_PI)));
      const float length = std::sqrt(square);
      const auto vote = static_cast<ushort>(16 * length / (length + g.typical));
      for (int k = -kSpread; k <= kSpread; ++k) {
        const int a = (middle + k + kAngles) % kAngles;
        const cv::Point2f n = normals().of[static_cast<std::size_t>(a)];
        const int d = static_cast<int>((n.x * static_cast<float>(x) + n.y * static_cast<float>(y) + reach) / kDistance);
        auto& cell = votes.ptr<ushort>(a)[d];
        cell = static_cast<ushort>(std::min(60000, cell + vote));
      }
    }
  }
  return votes;
}

std::vector<Peak> peaks_of(const cv::Mat& votes) {
  std::vector<Peak> peaks;
  const int least = static_cast<int>(kLeastRun * 16 * 0.45F);
  for (int a = 0; a < kAngles; ++a) {
    const auto *row = votes.ptr<ushort>(a), *before = votes.ptr<ushort>((a + kAngles - 1) % kAngles),
               *after = votes.ptr<ushort>((a + 1) % kAngles);
    for (int d = 1; d + 1 < votes.cols; ++d) {
      const int v = row[d];
      if (v < least || v < row[d - 1] || v <= row[d + 1]) continue;
      if (v < before[d - 1] || v < before[d] || v < before[d + 1] || v <= after[d - 1] || v <= after[d] ||
          v <= after[d + 1])
        continue;
      peaks.push_back({v, a, d});
    }
  }
  std::sort(peaks.begin(), peaks.end(), [](const Peak& a, const Peak& b) { return a.votes > b.votes; });
  std::array<int, kDirections> taken{};
  std::erase_if(peaks, [&](const Peak& p) {
    return ++taken[static_cast<std::size_t>(p.angle * kDirections / kAngles)] > kMostPeaksOfOneDirection;
  });
  if (peaks.size() > kMostPeaks) peaks.resize(kMostPeaks);
  return peaks;
}

// The part of a line inside of the photo.
bool clip(const StraightLine& line, cv::Size size, float& from, float& to) {
  from = -1e9F, to = 1e9F;
  const float low[2] = {0, 0}, high[2] = {static_cast<float>(size.width - 1), static_cast<float>(size.height - 1)};
  const float p[2] = {line.point.x, line.point.y}, d[2] = {line.direction.x, line.direction.y};
  for (int i = 0; i < 2; ++i) {
    if (std::abs(d[i]) < 1e-6F) {
      if (p[i] < low[i] || p[i] > high[i]) return false;
      continue;
    }
    const float a = (low[i] - p[i]) / d[i], b = (high[i] - p[i]) / d[i];
    from = std::max(from, std::min(a, b)), to = std::min(to, std::max(a, b));
  }
  return to > from;
}

// Whether two lines are one edge: where the longer stretch runs, they hardly part.
bool same_edge(const EdgeLine& a, const EdgeLine& b) {
  if (a.line().direction.dot(b.line().direction) < 0.996F) return false;
  for (float at : {b.run_begin(), b.run_end()})
    if (std::abs((b.point(at) - a.line().point).cross(a.line().direction)) > 3) return false;
  return std::min(a.at(b.point(b.run_end())), a.run_end()) > std::max(a.at(b.point(b.run_begin())), a.run_begin());
}

}  // namespace

EdgeLine::EdgeLine(const Gradient& gradient, const StraightLine& line) : line_(line) {
  float from = 0, to = -1;
  if (!clip(line, gradient.size(), from, to)) to = from - 1;
  look(gradient, from, to);
  find_run(gradient.size());
}

EdgeLine::EdgeLine(const Gradient& gradient, const StraightLine& line, float from, float to) : line_(line) {
  float first = 0, last = -1;
  if (!clip(line, gradient.size(), first, last)) last = first - 1;
  look(gradient, std::max(from, first), std::min(to, last));
}

void EdgeLine::look(const Gradient& gradient, float from, float to) {
  first_ = from;
  const std::size_t samples = to < from ? 0 : static_cast<std::size_t>((to - from) / kStep) + 1;
  sums_.reserve(samples + 1);
  sums_.emplace_back();
  const cv::Point2f normal(-line_.direction.y, line_.direction.x);
  constexpr std::size_t kAtOnce = 256;
  float lighter[kAtOnce], darker[kAtOnce];
  for (std::size_t done = 0; done < samples; done += kAtOnce) {
    const std::size_t count = std::min(kAtOnce, samples - done);
    gradient.along(point(from + kStep * static_cast<float>(done)), line_.direction * kStep, static_cast<int>(count),
                   normal, lighter, darker);
    Sums sum = sums_.back();
    for (std::size_t i = 0; i < count; ++i) {
      sum.strength += std::max(lighter[i], darker[i]);
      sum.same += lighter[i] > kEdge && lighter[i] >= darker[i];
      sum.other += darker[i] > kEdge && darker[i] > lighter[i];
      sums_.push_back(sum);
    }
  }
}

EdgeLine EdgeLine::border(const StraightLine& line) {
  EdgeLine out;
  out.line_ = line;
  out.frame_ = true;
  return out;
}

void EdgeLine::find_run(cv::Size size) {
  float sum = 0, best = 0;
  std::size_t begin = 0, best_begin = 0, best_end = 0;
  for (std::size_t i = 0; i + 1 < sums_.size(); ++i) {
    if (sum <= 0) sum = 0, begin = i;
    sum += sums_[i + 1].same > sums_[i].same ? 1 : -kGap;
    if (sum > best) best = sum, best_begin = begin, best_end = i + 1;
  }
  run_begin_ = first_ + kStep * static_cast<float>(best_begin);
  run_end_ = first_ + kStep * static_cast<float>(best_end);
  weight_ = best * kStep;
  const float near = 0.02F * static_cast<float>(std::max(size.width, size.height));
  const float last = first_ + kStep * static_cast<float>(sums_.size() - 1);
  for (float margin : {run_begin_ - first_, last - run_end_})
    if (margin < near) weight_ *= 0.6F;
}

EdgeLine::Stretch EdgeLine::between(float from, float to) const {
  if (from > to) std::swap(from, to);
  const auto place = [&](float at) {
    return static_cast<std::size_t>(std::clamp(cvRound((at - first_) / kStep), 0, static_cast<int>(sums_.size()) - 1));
  };
  const std::size_t begin = place(from), end = place(to);
  const Sums &a = sums_[begin], &b = sums_[end];
  return {static_cast<float>(end - begin), std::max(1.0F, (to - from) / kStep), b.strength - a.strength,
          static_cast<float>(b.same - a.same), static_cast<float>(b.other - a.other)};
}

StraightLine EdgeLine::fitted(const Gradient& gradient) const {
  const cv::Point2f normal(-line_.direction.y, line_.direction.x);
  double n = 0, st = 0, stt = 0, so = 0, sto = 0;
  for (float t = run_begin_; t <= run_end_; t += kStep) {
    const auto edge = gradient.across(point(t), normal);
    if (edge.lighter <= kEdge) continue;
    const double o = edge.lighter_at;
    n += 1, st += t, stt += static_cast<double>(t) * t, so += o, sto += t * o;
  }
  const double determinant = n * stt - st * st;
  if (n < 6 || std::abs(determinant) < 1e-6) return line_;
  const double slope = (n * sto - st * so) / determinant, offset = (so - slope * st) / n;
  if (std::abs(slope) > 0.06) return line_;
  const cv::Point2f direction = line_.direction + normal * static_cast<float>(slope);
  return {line_.point + normal * static_cast<float>(offset), direction / std::hypot(direction.x, direction.y)};
}

std::vector<EdgeLine> edge_lines(const Gradient& gradient) {
  const cv::Size size = gradient.size();
  const float reach = std::hypot(static_cast<float>(size.width), static_cast<float>(size.height)) + kDistance;
  const int cells = static_cast<int>(2 * reach / kDistance) + 2;
  std::vector<EdgeLine> all;
  for (const Peak& peak : peaks_of(votes_of(gradient, cells))) {
    const cv::Point2f n = normals().of[static_cast<std::size_t>(peak.angle)];
    const float distance =
        (static_cast<float>(peak.distance) + 0.5F) * kDistance - static_cast<float>(cells) * kDistance / 2;
    // The direction whose normal, as EdgeLine has it, is n.
    EdgeLine line(gradient, {n * distance, {n.y, -n.x}});
    if (line.weight() < 0.7F * kLeastRun) continue;
    EdgeLine better(gradient, line.fitted(gradient));
    const EdgeLine& chosen = better.weight() > line.weight() ? better : line;
    if (chosen.weight() >= kLeastRun) all.push_back(chosen);
  }
  std::sort(all.begin(), all.end(), [](const EdgeLine& a, const EdgeLine& b) { return a.weight() > b.weight(); });
  std::array<int, kDirections> taken{};
  std::vector<EdgeLine> lines;
  for (const EdgeLine& line : all) {
    if (lines.size() == kMostLines) break;
    if (std::any_of(lines.begin(), lines.end(), [&](const EdgeLine& known) { return same_edge(known, line); }))
      continue;
    const double angle = std::atan2(line.line().direction.y, line.line().direction.x) + CV_PI;
    const int direction = std::min(kDirections - 1, static_cast<int>(angle / (2 * CV_PI) * kDirections));
    if (++taken[static_cast<std::size_t>(direction)] <= kMostOfOneDirection) lines.push_back(line);
  }
  const Quad frame = whole(size);
  for (std::size_t i = 0; i < 4; ++i) {
    const cv::Point2f d = frame[(i + 1) % 4] - frame[i];
    lines.push_back(EdgeLine::border({frame[i], d / std::max(1.0F, std::hypot(d.x, d.y))}));
  }
  return lines;
}

}  // namespace cotejo::rectify
