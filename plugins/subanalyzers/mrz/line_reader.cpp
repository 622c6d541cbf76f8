#include "line_reader.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <opencv2/imgproc.hpp>

namespace cotejo::mrz {
namespace {

using text::kBetween;
using text::kCharacters;
using text::kStep;

constexpr float kNominal = text::kPitch / kStep;  // outputs per character
constexpr float kMost = -std::numeric_limits<float>::infinity();

// Per output of the network: how well a character stands there, and how well nothing does.
struct Evidence {
  std::vector<float> character, nothing;
};

Evidence evidence_of(const cv::Mat& outputs) {
  Evidence e;
  for (int i = 0; i < outputs.rows; ++i) {
    const float* row = outputs.ptr<float>(i);
    const float nothing = row[kBetween], best = *std::max_element(row, row + kCharacters);
    const float any = std::log(std::max(1e-6F, 1 - std::exp(nothing)));
    // That a character is there counts more than which: in a blurred line only the first is certain.
    e.character.push_back(std::max(-8.0F, any + 0.3F * (best - any)));
    e.nothing.push_back(std::max(-8.0F, nothing));
  }
  return e;
}

struct Path {
  std::vector<int> outputs;
  double score = 0, ends = 0;
};

// The best positions of `count` characters, each three to five outputs after the last one.
std::optional<Path> best_path(const Evidence& e, int count, float first, float last) {
  const int size = static_cast<int>(e.character.size());
  const auto index = [&](int i, int c) { return static_cast<std::size_t>(i * size + c); };
  std::vector<float> best(static_cast<std::size_t>(count * size), kMost);
  std::vector<signed char> step(best.size(), 0);
  const auto between = [&](int a, int b) { return 0.5F * e.nothing[static_cast<std::size_t>((a + b) / 2)]; };
  // Outside the ends nothing should stand: a whole character's width before, and after.
  const auto outside = [&](int from, int to) {
    float sum = 0;
    for (int c = std::max(0, from); c <= std::min(size - 1, to); ++c) sum += e.nothing[static_cast<std::size_t>(c)];
    return sum;
  };
  for (int c = std::max(0, static_cast<int>(first)); c < std::min(size, static_cast<int>(last) + 1); ++c)
    best[index(0, c)] = e.character[static_cast<std::size_t>(c)] + outside(c - 5, c - 2);
  for (int i = 1; i < count; ++i)
    for (int c = 3; c < size; ++c)
      for (int s = 3; s <= 5 && s <= c; ++s) {
        const float before = best[index(i - 1, c - s)];
        if (before == kMost) continue;
        const float value =
            before + e.character[static_cast<std::size_t>(c)] + between(c - s, c) - (s == 4 ? 0.0F : 0.12F);
        if (value > best[index(i, c)]) best[index(i, c)] = value, step[index(i, c)] = static_cast<signed char>(s);
      }
  int end = -1;
  float most = kMost;
  for (int c = 0; c < size; ++c) {
    if (best[index(count - 1, c)] == kMost) continue;
    const float value = best[index(count - 1, c)] + outside(c + 2, c + 5);
    if (value > most) most = value, end = c;
  }
  if (end < 0) return std::nullopt;
  Path path;
  path.outputs.resize(static_cast<std::size_t>(count));
  for (int i = count - 1, c = end; i >= 0; --i) {
    path.outputs[static_cast<std::size_t>(i)] = c;
    c -= step[index(i, c)];
  }
  for (int c : path.outputs) path.score += e.character[static_cast<std::size_t>(c)] / count;
  const int begin = path.outputs.front();
  path.ends = (outside(begin - 5, begin - 2) + outside(end + 2, end + 5)) / 8;
  return path;
}

// Smooth positions (outputs, fractional) through the path's whole ones: a parabola, by least squares.
cv::Vec3d smooth(const std::vector<int>& path) {
  const double n = static_cast<double>(path.size());
  cv::Matx33d sums = cv::Matx33d::zeros();
  cv::Vec3d right(0, 0, 0);
  for (std::size_t i = 0; i < path.size(); ++i) {
    const double t = static_cast<double>(i) / n;
    const cv::Vec3d base(1, t, t * t);
    sums += base * base.t();
    right += base * static_cast<double>(path[i]);
  }
  sums(2, 2) += n * 1e-4;
  const cv::Vec3d curve = sums.solve(right, cv::DECOMP_SVD);
  return {curve[0], curve[1] / n, curve[2] / (n * n)};  // in characters
}

// The classes around a fractional output: the neighbours' log-probabilities, weighted by how near they are.
Cell cell_at(const cv::Mat& outputs, double place) {
  const int left = std::clamp(static_cast<int>(std::floor(place)), 0, outputs.rows - 1),
            right = std::min(left + 1, outputs.rows - 1);
  const float weight = static_cast<float>(std::clamp(place - left, 0.0, 1.0));
  const float *a = outputs.ptr<float>(left), *b = outputs.ptr<float>(right);
  Cell cell;
  float most = kMost, sum = 0;
  for (std::size_t c = 0; c < cell.size(); ++c) most = std::max(most, cell[c] = (1 - weight) * a[c] + weight * b[c]);
  for (auto& value : cell) sum += value = std::exp(value - most);
  for (auto& value : cell) value /= sum;
  return cell;
}

constexpr int kMargin = 3;  // characters seen before and after the outermost possible ones

}  // namespace

const cv::Mat& Pyramid::level(int level) {
  while (static_cast<int>(levels_.size()) <= level) {
    if (std::min(levels_.back().cols, levels_.back().rows) < 16) return levels_.back();
    levels_.push_back(text::halved(levels_.back()));
  }
  return levels_[static_cast<std::size_t>(level)];
}

cv::Point2f Line::at(float place, float across) const {
  const float along = pitch * (place + stretch * place * place / 2);
  const cv::Point2f normal(-direction.y, direction.x);
  return origin + direction * along + normal * (across + bend * along * along);
}

double clarity_of(const std::vector<Cell>& cells) {
  double sum = 0;
  for (const Cell& cell : cells) sum += std::log(static_cast<double>(*std::max_element(cell.begin(), cell.end())));
  return cells.empty() ? 0 : sum / static_cast<double>(cells.size());
}

cv::Mat strip_of(Pyramid& image, const Line& line, float before, int cells) {
  const int level = std::clamp(static_cast<int>(std::floor(std::log2(std::max(1.0F, line.pitch / 14)))), 0, 5);
  const cv::Mat& source = image.level(level);
  const float scale = std::ldexp(1.0F, -level);
  const int width = static_cast<int>(static_cast<float>(cells) * text::kPitch);
  cv::Mat map_x(text::kStripHeight, width, CV_32F), map_y(map_x.size(), CV_32F);
  const float unit = line.height / text::kCapitalHeight;
  const cv::Point2f down(-line.direction.y, line.direction.x);
  std::vector<cv::Point2f> middle(static_cast<std::size_t>(width));
  for (int x = 0; x < width; ++x)
    middle[static_cast<std::size_t>(x)] = line.at((static_cast<float>(x) + 0.5F) / text::kPitch - before - 0.5F);
  for (int y = 0; y < text::kStripHeight; ++y) {
    const cv::Point2f shift = down * ((static_cast<float>(y) + 0.5F - text::kStripHeight / 2.0F) * unit);
    auto *mx = map_x.ptr<float>(y), *my = map_y.ptr<float>(y);
    for (int x = 0; x < width; ++x) {
      const cv::Point2f p = middle[static_cast<std::size_t>(x)] + shift;
      mx[x] = (p.x + 0.5F) * scale - 0.5F;
      my[x] = (p.y + 0.5F) * scale - 0.5F;
    }
  }
  cv::Mat strip;
  cv::remap(source, strip, map_x, map_y, cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  return strip;
}

std::vector<LineReading> read_line(const text::StripNetwork& network, Pyramid& image, const Line& line,
                                   const std::vector<Window>& windows) {
  float first = windows.front().from, end = first;
  for (const Window& w : windows)
    first = std::min(first, w.from), end = std::max(end, w.to + static_cast<float>(w.count));
  const float before = kMargin - first;
  const int cells = static_cast<int>(std::ceil(end - first)) + 2 * kMargin;
  const cv::Mat outputs = network.read(text::normalise_strip(strip_of(image, line, before, cells)));
  const Evidence evidence = evidence_of(outputs);
  // The output at which the line's origin (place 0) stands.
  const auto output_of = [&](float place) {
    return ((place + before + 0.5F) * text::kPitch - 0.5F - text::kFirst) / kStep;
  };
  std::vector<LineReading> readings;
  for (const auto& [count, from, to] : windows) {
    LineReading reading;
    reading.score = reading.ends = -8;
    reading.line = line;
    const auto path = best_path(evidence, count, output_of(from - 0.7F), output_of(to + 0.7F));
    if (path) {
      reading.score = path->score;
      reading.ends = path->ends;
      const cv::Vec3d curve = smooth(path->outputs);
      for (int i = 0; i < count; ++i) {
        const double fitted = curve[0] + curve[1] * i + curve[2] * i * i;
        // The path's own position wins where the characters are not evenly spaced.
        const double found = path->outputs[static_cast<std::size_t>(i)];
        reading.cells.push_back(cell_at(outputs, std::clamp(fitted, found - 0.6, found + 0.6)));
      }
      reading.clarity = clarity_of(reading.cells);
      // Strip places back to the image.
      const auto place_of = [&](double output) {
        return static_cast<float>((output * kStep + text::kFirst + 0.5) / text::kPitch - before - 0.5);
      };
      const float a = place_of(curve[0]), b = place_of(curve[0] + curve[1]) - a;
      const float along = line.pitch * (a + line.stretch * a * a / 2);
      const cv::Point2f normal(-line.direction.y, line.direction.x);
      const float slope = 2 * line.bend * along;
      reading.line.origin = line.at(a);
      reading.line.direction = line.direction + normal * slope;
      reading.line.direction *= 1 / std::hypot(reading.line.direction.x, reading.line.direction.y);
      reading.line.pitch = line.pitch * b * (1 + line.stretch * a);
      reading.line.stretch = line.stretch * b + static_cast<float>(2 * curve[2] * kStep / text::kPitch) / b;
    }
    readings.push_back(std::move(reading));
  }
  return readings;
}

std::optional<LineReading> read_line(const text::StripNetwork& network, Pyramid& image, const Line& line, int count,
                                     int slack) {
  const float aside = static_cast<float>(slack);
  auto readings = read_line(network, image, line, {Window{count, -aside, aside}});
  if (readings.front().cells.empty()) return std::nullopt;
  return std::move(readings.front());
}

std::pair<float, float> extent_of(const text::StripNetwork& network, Pyramid& image, const Line& line, float middle,
                                  int reach) {
  constexpr float kPresent = -1.5F;  // evidence of a character, as in the path's sum
  const float before = static_cast<float>(reach) - middle;
  const Evidence e = evidence_of(network.read(text::normalise_strip(strip_of(image, line, before, 2 * reach))));
  const int size = static_cast<int>(e.character.size()), cell = static_cast<int>(kNominal);
  const auto present = [&](int from) {
    float best = -8;
    for (int c = std::max(0, from); c < std::min(size, from + cell); ++c)
      best = std::max(best, e.character[static_cast<std::size_t>(c)]);
    return best > kPresent;
  };
  // One character may be unreadable; two in a row are the end.
  const auto walk = [&](int direction) {
    int last = size / 2;
    for (int c = size / 2, missed = 0; c > -cell && c < size && missed < 2; c += direction * cell) {
      if (present(c))
        last = c, missed = 0;
      else
        ++missed;
    }
    return (static_cast<float>(last + cell / 2) * kStep + text::kFirst + 0.5F) / text::kPitch - before - 0.5F;
  };
  return {walk(-1), walk(1)};
}

double probe_line(const text::StripNetwork& network, Pyramid& image, const Line& line, float middle, int cells) {
  const float before = static_cast<float>(cells) / 2 - middle;
  const cv::Mat outputs = network.read(text::normalise_strip(strip_of(image, line, before, cells)));
  const int count = cells - 3;  // what the network sees whole, for any phase and a pitch that is a little off
  const auto path = best_path(evidence_of(outputs), count, 0, static_cast<float>(outputs.rows));
  return path ? path->score : -8;
}

}  // namespace cotejo::mrz
