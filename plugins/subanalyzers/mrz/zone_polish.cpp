#include "zone_polish.hpp"

#include <algorithm>
#include <cmath>

namespace cotejo::mrz {
namespace {

constexpr int kFarthest = 3;        // characters that a line may have been placed aside
constexpr double kMuchWorse = 0.5;  // mean log-probability; placings that read so much worse are not worth decoding

void measure(Zone& zone) {
  zone.score = zone.ends = 0;
  for (const auto& line : zone.lines) {
    zone.score += line.score / static_cast<double>(zone.lines.size());
    zone.ends += line.ends / static_cast<double>(zone.lines.size());
  }
}

// The parabola through places (x, y) with weights.
cv::Vec3d parabola(const std::vector<cv::Vec3d>& points) {
  cv::Matx33d sums = cv::Matx33d::zeros();
  cv::Vec3d right(0, 0, 0);
  for (const auto& p : points) {
    const cv::Vec3d base(1, p[0], p[0] * p[0]);
    sums += base * base.t() * p[2];
    right += base * (p[1] * p[2]);
  }
  // Lines are straight unless the points insist.
  sums(1, 1) += 0.02, sums(2, 2) += 0.05;
  return sums.solve(right, cv::DECOMP_SVD);
}

// Where across the line its parts read best: fits a shift, a turn and a bend.
Line straightened(const text::StripNetwork& network, Pyramid& image, const Line& line, int count) {
  constexpr int kParts = 5, kCells = 11;
  constexpr float kShifts[] = {-0.36F, -0.24F, -0.12F, 0.0F, 0.12F, 0.24F, 0.36F};  // of the capital height
  const float middle = static_cast<float>(count - 1) / 2, half = middle;
  std::vector<cv::Vec3d> points;
  for (int part = 0; part < kParts; ++part) {
    const float at = (static_cast<float>(part) + 0.5F) / kParts * static_cast<float>(count) - 0.5F;
    double sum = 0, weight = 0;
    for (float shift : kShifts) {
      Line moved = line;
      moved.origin = line.at(0, shift * line.height);
      // The better a shift reads, the more it counts.
      const double w = std::exp(3 * probe_line(network, image, moved, at, kCells));
      sum += w * static_cast<double>(shift), weight += w;
    }
    if (weight > 1e-6)
      points.emplace_back(static_cast<double>((at - middle) / half), sum / weight, std::min(1.0, weight));
  }
  if (points.size() < 3) return line;
  const cv::Vec3d fit = parabola(points);
  // From "t in -1..1 over the line, shifts in capital heights" to pixels along and across.
  const double along = static_cast<double>(half * line.pitch), height = static_cast<double>(line.height);
  const double slope = (fit[1] - 2 * fit[2]) * height / along;  // at the origin, t = -1
  Line out = line;
  out.origin = line.at(0, static_cast<float>((fit[0] - fit[1] + fit[2]) * height));
  out.direction = line.direction + cv::Point2f(-line.direction.y, line.direction.x) * static_cast<float>(slope);
  out.direction *= 1 / std::hypot(out.direction.x, out.direction.y);
  out.bend = line.bend + static_cast<float>(fit[2] * height / (along * along));
  return out;
}

}  // namespace

std::vector<Zone> other_placings(const text::StripNetwork& network, Pyramid& image, const Zone& zone) {
  const std::vector<int> counts = zone.lines.size() == 3 ? std::vector<int>{30} : std::vector<int>{36, 44};
  std::vector<Window> windows;
  for (int count : counts) {
    const int more = count - zone.count();
    for (int shift = -kFarthest - std::max(0, more); shift <= kFarthest - std::min(0, more); ++shift)
      if (more != 0 || shift != 0) windows.push_back({count, static_cast<float>(shift), static_cast<float>(shift)});
  }
  std::vector<std::vector<LineReading>> readings;
  for (const auto& line : zone.lines) readings.push_back(read_line(network, image, line.line, windows));
  std::vector<Zone> zones;
  for (std::size_t w = 0; w < windows.size(); ++w) {
    Zone other;
    for (const auto& line : readings)
      if (!line[w].cells.empty()) other.lines.push_back(line[w]);
    if (other.lines.size() != zone.lines.size()) continue;
    measure(other);
    if (other.score + 0.5 * other.ends > zone.score + 0.5 * zone.ends - kMuchWorse) zones.push_back(std::move(other));
  }
  return zones;
}

std::vector<Zone> aligned(const text::StripNetwork& network, Pyramid& image, const Zone& zone) {
  std::vector<Zone> zones;
  for (std::size_t a = 0; a < zone.lines.size(); ++a) {
    const Line& anchor = zone.lines[a].line;
    Zone other = zone;
    for (std::size_t l = 0; l < zone.lines.size(); ++l) {
      if (l == a) continue;
      // The anchor's curve, moved across to where the line's middle is.
      const float middle = static_cast<float>(zone.count()) / 2;
      const cv::Point2f normal(-anchor.direction.y, anchor.direction.x);
      Line line = anchor;
      line.origin += normal * (zone.lines[l].line.at(middle) - anchor.at(middle)).dot(normal);
      auto again = read_line(network, image, line, zone.count(), 0);
      if (again) other.lines[l] = std::move(*again);
    }
    measure(other);
    zones.push_back(std::move(other));
  }
  return zones;
}

Zone straightened(const text::StripNetwork& network, Pyramid& image, const Zone& zone) {
  constexpr float kHeights[] = {0.85F, 1.0F, 1.18F};
  Zone best = zone;
  for (auto& reading : best.lines) {
    const Line line = straightened(network, image, reading.line, zone.count());
    for (float height : kHeights) {
      Line taller = line;
      taller.height *= height;
      const auto again = read_line(network, image, taller, zone.count(), 0);
      if (again && again->score + 0.3 * again->clarity > reading.score + 0.3 * reading.clarity) reading = *again;
    }
  }
  measure(best);
  return best;
}

Zone looked_at_again(const text::StripNetwork& network, Pyramid& image, const Zone& zone) {
  struct Variation {
    float height, shift;  // of the capital height
  };
  constexpr Variation kVariations[] = {{1.1F, 0.0F}, {0.92F, 0.0F}, {1.0F, 0.08F}, {1.0F, -0.08F}};
  Zone mean = zone;
  for (auto& reading : mean.lines) {
    std::vector<Cell> sum = reading.cells;
    float looks = 1;
    for (const Variation& v : kVariations) {
      Line line = reading.line;
      line.origin = line.at(0, v.shift * line.height);
      line.height *= v.height;
      const auto again = read_line(network, image, line, zone.count(), 0);
      if (!again || again->score < reading.score - 1) continue;
      ++looks;
      for (std::size_t i = 0; i < sum.size(); ++i)
        for (std::size_t c = 0; c < sum[i].size(); ++c) sum[i][c] += again->cells[i][c];
    }
    for (auto& cell : sum)
      for (auto& p : cell) p /= looks;
    reading.cells = std::move(sum);
    reading.clarity = clarity_of(reading.cells);  // less than each look's own where they differ
  }
  return mean;
}

}  // namespace cotejo::mrz
