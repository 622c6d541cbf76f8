#include "history.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "standard_tables.hpp"

namespace cotejo::tamper {
namespace {

constexpr int kLevels = 30;                      // of the stored coefficient, on each side of zero
constexpr int kLargestStep = 48;                 // of the first saving
constexpr int kFine = 4;                         // bins of the unquantised histogram in one unit
constexpr double kRounding = 0.45;               // deviation of a coefficient by rounding to whole pixels in between
constexpr double kLeastGain = 0.02;              // nats a coefficient that a second saving must explain to be believed
constexpr double kLeastQualityGain = 0.003;      // the same, of all frequencies together
constexpr double kLeastCount = 400;              // coefficients that are not zero
constexpr double kLeastSaid = 0.05;              // nats a coefficient: what another content of a part says as well
constexpr double kStrangers = 0.03;              // share of coefficients that follow neither model
constexpr float kMostOfOne = 3;                  // nats: one coefficient decides nothing
constexpr std::size_t kBusy = 4, kBusyStep = 4;  // classes of blocks by how many coefficients are not zero
constexpr double kLean = 0.1;
constexpr double kTogether = 2;       // coefficients of one block go astray together: variance over that of single ones
constexpr double kLeastExpected = 4;  // nats that a part must be able to tell

constexpr std::size_t kCount = kFrequencies.size();
using Histogram = std::array<double, 2 * kLevels + 1>;

int bin_of(int level) {
  return std::clamp(level, -kLevels, kLevels) + kLevels;
}

// The outermost bins hold everything beyond, zero most of what is flat: neither shows a comb.
bool counts(std::size_t bin) {
  return bin != 0 && bin != 2 * kLevels && bin != kLevels;
}

std::size_t busy_class(std::size_t not_zero) {
  return std::min(kBusy - 1, not_zero / kBusyStep);
}

// The same picture on a shifted grid: what the coefficients were like before any quantisation.
struct Unquantised {
  std::vector<double> fine;  // by 1 / kFine, around zero
  int reach = 0;             // in bins on each side
};

// Flat paper and print differ: one for each frequency and class of blocks.
template <class T>
using ByClass = std::array<std::array<T, kBusy>, kCount>;

std::optional<ByClass<Unquantised>> unquantised(const cv::Mat& pixels, const Stop& stop,
                                                const std::array<int, 64>& table) {
  ByClass<Unquantised> out;
  for (std::size_t f = 0; f < kCount; ++f)
    for (auto& of_class : out[f]) {
      of_class.reach = (table[kFrequencies[f]] * (kLevels + 2) + kLargestStep) * kFine;
      of_class.fine.assign(static_cast<std::size_t>(2 * of_class.reach + 1), 0);
    }
  Block block;
  for (int y = 4; y + 8 <= pixels.rows; y += 8) {
    if (y % 64 == 4 && stop()) return std::nullopt;
    for (int x = 4; x + 8 <= pixels.cols; x += 8) {
      forward_dct(pixels.ptr<float>(y) + x, pixels.step1(), block);
      std::size_t not_zero = 0;
      for (const std::size_t k : kFrequencies)
        not_zero += 2 * std::abs(block[k]) >= static_cast<float>(table[k]) ? 1 : 0;
      for (std::size_t f = 0; f < kCount; ++f) {
        auto& [fine, reach] = out[f][busy_class(not_zero)];
        const int at = std::clamp(static_cast<int>(std::lround(block[kFrequencies[f]] * kFine)), -reach, reach);
        fine[static_cast<std::size_t>(at + reach)] += 1;
      }
    }
  }
  for (auto& classes : out) {  // a rare class leans on the others
    std::vector<double> all(classes.front().fine.size(), 0);
    for (const auto& of_class : classes)
      for (std::size_t i = 0; i < all.size(); ++i) all[i] += kLean * of_class.fine[i];
    for (auto& of_class : classes)
      for (std::size_t i = 0; i < all.size(); ++i) of_class.fine[i] += all[i];
  }
  return out;
}

// Over the bins that count.
void normalise(Histogram& histogram) {
  double sum = 0;
  for (std::size_t b = 0; b < histogram.size(); ++b) sum += counts(b) ? histogram[b] : 0;
  for (std::size_t b = 0; b < histogram.size(); ++b)
    histogram[b] = counts(b) ? (histogram[b] + 1e-3) / (sum + 1e-3 * 2 * kLevels) : 0;
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

// Every first step's histogram for one frequency, made when it is asked for.
class Models {
 public:
  Models(const Unquantised& source, int step) : source_(source), step_(step), single_(once(source, step)) {}
  const Histogram& single() const { return single_; }
  const Histogram& with(int first) {
    if (first <= 1 || first > kLargestStep) return single_;
    auto& made = made_[static_cast<std::size_t>(first)];
    if (!made) {
      made = twice(source_, first, step_);
      for (std::size_t b = 0; b < made->size(); ++b)
        (*made)[b] = (1 - kStrangers) * (*made)[b] + kStrangers * single_[b];
    }
    return *made;
  }

 private:
  const Unquantised& source_;
  int step_;
  Histogram single_;
  std::array<std::optional<Histogram>, kLargestStep + 1> made_;
};

struct Found {
  int step = 0;
  double gain = 0;  // nats a coefficient
};

// One frequency of all classes.
struct Seen {
  std::array<Histogram, kBusy> histograms{};
  double total = 0;
  double gain(std::vector<Models>& models, int first) const {
    double sum = 0;
    for (std::size_t c = 0; c < kBusy; ++c) {
      const Histogram& model = models[c].with(first);
      for (std::size_t b = 0; b < model.size(); ++b)
        if (counts(b) && histograms[c][b] > 0)
          sum += histograms[c][b] / total * std::log(model[b] / models[c].single()[b]);
    }
    return sum;
  }
};

Found first_step(const Seen& seen, std::vector<Models>& models, int step) {
  Found best;
  for (int first = 2; first <= kLargestStep; ++first) {
    if (step % first == 0) continue;  // leaves no trace
    const double here = seen.gain(models, first);
    if (here > best.gain) best = {first, here};
  }
  if (best.gain < kLeastGain) best.step = 0;
  return best;
}

using AllModels = std::array<std::vector<Models>, kCount>;

// Where single frequencies say too little, one quality of the standard's tables may explain them all.
void fill_by_quality(const std::array<Seen, kCount>& seen, AllModels& models, const std::array<int, 64>& last,
                     Steps& first) {
  double best = 0;
  Steps steps{};
  for (int quality = kLeastQuality; quality <= kMostQuality; ++quality) {
    const auto table = standard_table(quality);
    double gain = 0, count = 0;
    Steps here{};
    for (std::size_t f = 0; f < kCount; ++f) {
      const int step = table[kFrequencies[f]];
      if (seen[f].total < kLeastCount) continue;
      count += seen[f].total;
      if (step < 2 || last[kFrequencies[f]] % step == 0) continue;
      here[f] = step;
      gain += seen[f].total * seen[f].gain(models[f], step);
    }
    if (count > 0 && gain / count > best) best = gain / count, steps = here;
  }
  if (best < kLeastQualityGain) return;
  for (std::size_t f = 0; f < kCount; ++f)
    if (!first[f]) first[f] = steps[f];
}

// What one level of one frequency says for another history than that of the whole.
struct Saying {
  std::array<float, 2 * kLevels + 1> log_ratio{};
  double expected = 0, variance = 0;  // of a coefficient
};

Saying saying(const Histogram& here, const Histogram& whole) {
  Saying out;
  double mean = 0, square = 0, other = 0;
  for (std::size_t b = 0; b < here.size(); ++b) {
    if (!counts(b)) continue;
    const float ratio = std::clamp(static_cast<float>(std::log(here[b] / whole[b])), -kMostOfOne, kMostOfOne);
    out.log_ratio[b] = ratio;
    mean += whole[b] * static_cast<double>(ratio);
    square += whole[b] * static_cast<double>(ratio * ratio);
    other += here[b] * static_cast<double>(ratio);
  }
  out.expected = std::max(0.0, other - mean);
  out.variance = kTogether * std::max(0.0, square - mean * mean);
  return out;
}

class Search {
 public:
  Search(const JpegLuma& luma, const cv::Mat& clipped, const cv::Rect& within) : size_(luma.columns, luma.rows) {
    for (int row = within.y; row < within.br().y; ++row)
      for (int column = within.x; column < within.br().x; ++column) {
        if (clipped.at<uchar>(row - within.y, column - within.x)) continue;
        const auto* block = luma.block(column, row);
        std::size_t busy = 0;
        for (const std::size_t k : kFrequencies) busy += block[k] != 0 ? 1 : 0;
        busy = busy_class(busy);
        for (std::size_t f = 0; f < kCount; ++f)
          if (const auto bin = static_cast<std::size_t>(bin_of(block[kFrequencies[f]])); counts(bin))
            told_.push_back({row * luma.columns + column, static_cast<std::uint8_t>(f), static_cast<std::uint8_t>(busy),
                             static_cast<std::uint8_t>(bin)});
      }
  }

  // What the blocks say, less what blocks as busy say elsewhere.
  Evidence evidence(const ByClass<Saying>& sayings) const {
    std::array<std::array<float, kBusy>, kCount> means{}, numbers{};
    for (const auto& told : told_)
      means[told.frequency][told.busy] += sayings[told.frequency][told.busy].log_ratio[told.bin],
          numbers[told.frequency][told.busy] += 1;
    for (std::size_t f = 0; f < kCount; ++f)
      for (std::size_t b = 0; b < kBusy; ++b) means[f][b] /= std::max(1.0F, numbers[f][b]);
    Evidence out;
    for (auto* map : {&out.found, &out.expected, &out.variance}) *map = cv::Mat(size_, CV_32F, cv::Scalar(0));
    float *found = out.found.ptr<float>(), *expected = out.expected.ptr<float>(), *variance = out.variance.ptr<float>();
    for (const auto& told : told_) {
      const Saying& saying = sayings[told.frequency][told.busy];
      if (saying.expected <= 0) continue;
      found[told.block] += saying.log_ratio[told.bin] - means[told.frequency][told.busy];
      expected[told.block] += static_cast<float>(saying.expected);
      variance[told.block] += static_cast<float>(saying.variance);
    }
    return out;
  }

 private:
  struct Told {
    int block;
    std::uint8_t frequency, busy, bin;
  };
  const cv::Size size_;
  std::vector<Told> told_;  // coefficients that are not zero
};

std::array<Seen, kCount> look_at(const JpegLuma& luma) {
  std::array<Seen, kCount> out;
  for (int row = 0; row < luma.rows; ++row)
    for (int column = 0; column < luma.columns; ++column) {
      const auto* block = luma.block(column, row);
      std::size_t not_zero = 0;
      for (const std::size_t k : kFrequencies) not_zero += block[k] != 0 ? 1 : 0;
      for (std::size_t f = 0; f < kCount; ++f) {
        const auto bin = static_cast<std::size_t>(bin_of(block[kFrequencies[f]]));
        if (counts(bin)) out[f].histograms[busy_class(not_zero)][bin] += 1, out[f].total += 1;
      }
    }
  return out;
}

}  // namespace

std::optional<History> find_history(const JpegLuma& luma, const cv::Mat& pixels, const cv::Rect& within,
                                    const Stop& stop) {
  const auto sources = unquantised(pixels, stop, luma.table);
  if (!sources) return std::nullopt;
  History out;
  AllModels models;
  const std::array<Seen, kCount> seen = look_at(luma);
  for (std::size_t f = 0; f < kCount; ++f) {
    if (stop()) return std::nullopt;
    const int step = luma.table[kFrequencies[f]];
    for (const auto& source : (*sources)[f]) models[f].emplace_back(source, step);
    if (seen[f].total < kLeastCount) continue;
    const Found found = first_step(seen[f], models[f], step);
    out.first[f] = found.step;
    out.strength += found.gain / static_cast<double>(kCount);
  }
  fill_by_quality(seen, models, luma.table, out.first);
  const cv::Rect area = within & cv::Rect(0, 0, luma.columns, luma.rows);
  if (area.empty()) return out;
  const cv::Mat clipped = clipped_blocks(luma, pixels, area);
  const Search search(luma, clipped, area);
  ByClass<Saying> sayings{};
  for (std::size_t f = 0; f < kCount; ++f)
    for (std::size_t c = 0; c < kBusy; ++c)
      if (out.first[f]) sayings[f][c] = saying(models[f][c].single(), models[f][c].with(out.first[f]));
  out.never = most_evidence(search.evidence(sayings), area, kLeastExpected);
  double most = 0;
  Evidence chosen;
  for (int quality = kLeastQuality; quality <= kMostQuality; ++quality) {
    if (stop()) return std::nullopt;
    const auto table = standard_table(quality);
    for (std::size_t f = 0; f < kCount; ++f) {
      const int step = table[kFrequencies[f]];
      const bool leaves = step > 1 && luma.table[kFrequencies[f]] % step != 0 && step != out.first[f];
      for (std::size_t c = 0; c < kBusy; ++c) {
        sayings[f][c] = leaves ? saying(models[f][c].with(step), models[f][c].with(out.first[f])) : Saying{};
        if (sayings[f][c].expected < kLeastSaid) sayings[f][c] = Saying{};
      }
    }
    const Evidence evidence = search.evidence(sayings);
    const double here = quick_look(evidence.found(area), evidence.expected(area));
    if (here > most) most = here, chosen = evidence;
  }
  if (most > 0) out.otherwise = most_evidence(chosen, area, kLeastExpected);
  const auto moved = find_moved_grid(luma, pixels, clipped, out.first, area, stop);
  if (!moved) return std::nullopt;
  out.moved = moved->elsewhere;
  out.turned = moved->whole;
  if (moved->never.evidence > out.never.evidence) out.never = moved->never;
  return out;
}

}  // namespace cotejo::tamper
