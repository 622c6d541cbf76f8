#include "saved_before.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace cotejo::tamper {
namespace {

// Low frequencies in rows of 8x8: higher ones are mostly zero. The mean brightness is left out: shifted blocks have
// another one.
constexpr std::array<std::size_t, 14> kFrequencies{1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4};
constexpr int kLevels = 30;          // of the stored coefficient, on each side of zero
constexpr int kLargestStep = 48;     // of the first saving
constexpr int kFine = 4;             // bins of the unquantised histogram in one unit
constexpr double kRounding = 0.45;   // deviation of a coefficient by rounding to whole pixels in between
constexpr double kLeastGain = 0.30;  // of the squared error that a second saving must explain to be believed
constexpr double kLeastCount = 400;  // coefficients that are not zero
constexpr double kFloor = 1e-4;      // of a probability: one unlikely coefficient decides nothing
constexpr float kMostOfOne = 3;      // and neither does a likely one

using Histogram = std::array<double, 2 * kLevels + 1>;

int bin_of(int level) {
  return std::clamp(level, -kLevels, kLevels) + kLevels;
}

// The same picture on a shifted grid: what the coefficients were like before any quantisation.
struct Unquantised {
  std::vector<double> fine;  // by 1 / kFine, around zero
  int reach = 0;             // in bins on each side
};

std::optional<std::array<Unquantised, kFrequencies.size()>> unquantised(const cv::Mat& pixels, const Stop& stop,
                                                                        const std::array<int, 64>& table) {
  std::array<Unquantised, kFrequencies.size()> out;
  for (std::size_t f = 0; f < out.size(); ++f) {
    out[f].reach = (table[kFrequencies[f]] * (kLevels + 2) + kLargestStep) * kFine;
    out[f].fine.assign(static_cast<std::size_t>(2 * out[f].reach + 1), 0);
  }
  Block block;
  for (int y = 4; y + 8 <= pixels.rows; y += 8) {
    if (y % 64 == 4 && stop()) return std::nullopt;
    for (int x = 4; x + 8 <= pixels.cols; x += 8) {
      forward_dct(pixels.ptr<float>(y) + x, pixels.step1(), block);
      for (std::size_t f = 0; f < out.size(); ++f) {
        const int at =
            std::clamp(static_cast<int>(std::lround(block[kFrequencies[f]] * kFine)), -out[f].reach, out[f].reach);
        out[f].fine[static_cast<std::size_t>(at + out[f].reach)] += 1;
      }
    }
  }
  return out;
}

void normalise(Histogram& histogram) {
  double sum = 0;
  for (const double value : histogram) sum += value;
  for (double& value : histogram) value = value / std::max(1.0, sum);
}

Histogram once(const Unquantised& source, int step) {
  Histogram out{};
  for (int i = -source.reach; i <= source.reach; ++i)
    out[static_cast<std::size_t>(bin_of(static_cast<int>(std::lround(static_cast<double>(i) / kFine / step))))] +=
        source.fine[static_cast<std::size_t>(i + source.reach)];
  normalise(out);
  return out;
}

double below(double x) {  // of a normal distribution
  return 0.5 * std::erfc(-x / std::numbers::sqrt2);
}

Histogram twice(const Unquantised& source, int first, int step) {
  std::vector<double> levels(static_cast<std::size_t>(2 * (source.reach / kFine / first + 1) + 1), 0);
  const int middle = static_cast<int>(levels.size() / 2);
  for (int i = -source.reach; i <= source.reach; ++i)
    levels[static_cast<std::size_t>(middle + std::lround(static_cast<double>(i) / kFine / first))] +=
        source.fine[static_cast<std::size_t>(i + source.reach)];
  Histogram out{};
  for (int m = -middle; m <= middle; ++m) {
    const double mass = levels[static_cast<std::size_t>(m + middle)];
    if (mass == 0) continue;
    const double value = static_cast<double>(m) * first / step;
    const int near = static_cast<int>(std::lround(value));
    for (int level = near - 1; level <= near + 1; ++level)
      out[static_cast<std::size_t>(bin_of(level))] +=
          mass * (below((level + 0.5 - value) * step / kRounding) - below((level - 0.5 - value) * step / kRounding));
  }
  normalise(out);
  return out;
}

struct Fit {
  double share = 0, gain = 0;
  Histogram single{}, doubled{};
};

// The first step that explains the histogram best, together with what was saved only once.
Fit fit(const Histogram& seen, const Unquantised& source, int step) {
  Fit best;
  best.single = once(source, step);
  double alone = 0;
  // The outermost bins hold everything beyond, zero most of what is flat: neither shows a comb.
  const auto counts = [](std::size_t bin) { return bin != 0 && bin != 2 * kLevels && bin != kLevels; };
  for (std::size_t b = 0; b < seen.size(); ++b)
    if (counts(b)) alone += (seen[b] - best.single[b]) * (seen[b] - best.single[b]);
  if (alone <= 0) return best;
  for (int first = 2; first <= kLargestStep; ++first) {
    if (step % first == 0) continue;  // leaves no trace
    const Histogram doubled = twice(source, first, step);
    double along = 0, length = 0;
    for (std::size_t b = 0; b < seen.size(); ++b) {
      if (!counts(b)) continue;
      const double d = doubled[b] - best.single[b];
      along += (seen[b] - best.single[b]) * d, length += d * d;
    }
    if (length <= 0) continue;
    const double share = std::clamp(along / length, 0.0, 1.0);
    double left = 0;
    for (std::size_t b = 0; b < seen.size(); ++b) {
      if (!counts(b)) continue;
      const double rest = seen[b] - best.single[b] - share * (doubled[b] - best.single[b]);
      left += rest * rest;
    }
    const double gain = 1 - left / alone;
    if (gain > best.gain) best.gain = gain, best.share = share, best.doubled = doubled;
  }
  return best;
}

}  // namespace

std::optional<SavedBefore> find_savings(const JpegLuma& luma, const cv::Mat& pixels, const Stop& stop) {
  const auto sources = unquantised(pixels, stop, luma.table);
  if (!sources) return std::nullopt;
  SavedBefore out;
  out.evidence = cv::Mat(luma.rows, luma.columns, CV_32F, cv::Scalar(0));
  out.weight = cv::Mat(luma.rows, luma.columns, CV_32F, cv::Scalar(0));
  for (std::size_t f = 0; f < kFrequencies.size(); ++f) {
    if (stop()) return std::nullopt;
    const std::size_t k = kFrequencies[f];
    Histogram seen{};
    for (std::size_t i = k; i < luma.levels.size(); i += 64)
      seen[static_cast<std::size_t>(bin_of(luma.levels[i]))] += 1;
    double total = 0;
    for (const double count : seen) total += count;
    if (total - seen[kLevels] < kLeastCount) continue;
    normalise(seen);
    const Fit found = fit(seen, (*sources)[f], luma.table[k]);
    out.strength += found.gain * found.share / static_cast<double>(kFrequencies.size());
    if (found.gain < kLeastGain || found.share < 0.02) continue;
    ++out.frequencies;
    out.share += found.share;
    std::array<float, 2 * kLevels + 1> ratio{};
    for (std::size_t b = 0; b < ratio.size(); ++b)
      ratio[b] = std::clamp(static_cast<float>(std::log((found.doubled[b] + kFloor) / (found.single[b] + kFloor))),
                            -kMostOfOne, kMostOfOne);
    for (int row = 0; row < luma.rows; ++row)
      for (int column = 0; column < luma.columns; ++column) {
        const int level = luma.block(column, row)[k];
        if (level == 0) continue;
        out.evidence.at<float>(row, column) += ratio[static_cast<std::size_t>(bin_of(level))];
        out.weight.at<float>(row, column) += 1;
      }
  }
  if (out.frequencies > 0) out.share /= out.frequencies;
  return out;
}

}  // namespace cotejo::tamper
