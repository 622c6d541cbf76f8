#include "moved_grid.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <opencv2/imgproc.hpp>

#include "standard_tables.hpp"

namespace cotejo::tamper {
namespace {

constexpr std::size_t kUsed = 9;  // of kFrequencies: the others have too few coefficients that are large enough
constexpr std::size_t kGrids = 64;
constexpr int kMostStep = 20;          // of a comb of the whole picture
constexpr int kSample = 5;             // every so many blocks are asked for it
constexpr double kLeastExcess = 0.12;  // of a comb over other grids: six deviations of chance
constexpr double kFewestFrequencies = 3;
constexpr double kLeastWhole = 0.1;   // mean of the combs: pictures that were made smaller reach 0.08
constexpr double kRounding = 0.45;    // deviation of a coefficient by rounding to whole pixels in between
constexpr float kMostSteps = 30;      // larger coefficients are too rare
constexpr double kLeastComb = 0.15;   // that is left after the last saving
constexpr double kLeastExpected = 4;  // nats that a part must be able to tell
constexpr std::array kQualities{55, 65, 75, 85};

cv::Mat cosines(std::size_t frequency) {
  cv::Mat out(1, 8, CV_32F);
  for (int x = 0; x < 8; ++x)
    out.at<float>(x) =
        static_cast<float>((frequency == 0 ? std::sqrt(0.125) : 0.5) *
                           std::cos((2 * x + 1) * static_cast<double>(frequency) * std::numbers::pi / 16));
  return out;
}

// For each pixel the coefficient of the block that begins there.
cv::Mat sliding(const cv::Mat& pixels, std::size_t k) {
  cv::Mat out;
  cv::sepFilter2D(pixels, out, CV_32F, cosines(k % 8), cosines(k / 8), {0, 0}, 0, cv::BORDER_REFLECT);
  return cv::abs(out);
}

// On a grid that is moved one way only, what does not change that way keeps the file's own comb.
bool tells(std::size_t k, std::size_t grid) {
  return (grid % 8 != 0 || k >= 8) && (grid / 8 != 0 || k % 8 != 0);
}

// 1 on whole steps, -1 between them, 0 on average. `counts`: 1 from half a step on.
struct Wave {
  float height, counts;
};
inline Wave wave(float size, float per_step) {
  const float v = size * per_step, away = std::abs(v - static_cast<float>(static_cast<int>(v + 0.5F)));
  return {1 - 4 * away, (v > 0.5F ? 1.0F : 0.0F) * (v < kMostSteps ? 1.0F : 0.0F)};
}
constexpr double kWaveVariance = 1.0 / 3;  // of a wave's height where there is no comb
constexpr double kWaveOfCosine = 8 / (std::numbers::pi * std::numbers::pi);  // first term of its Fourier series

// How high the waves of a comb of this step are once the last saving has rounded.
double comb_left(int step, int last) {
  const double variance = static_cast<double>(last * last) / 12 + kRounding * kRounding;
  return kWaveOfCosine * std::exp(-2 * std::numbers::pi * std::numbers::pi * variance / (step * step));
}

// Mean height over every so many of the blocks.
double mean_wave(const cv::Mat& sizes, float per_step, std::size_t stride) {
  constexpr std::size_t kLanes = 8;  // sums side by side: the compiler may not reorder one
  std::array<float, kLanes> sum{}, count{};
  const float* data = sizes.ptr<float>();
  const std::size_t chunk = kLanes * stride;
  for (std::size_t i = 0; i + kLanes <= sizes.total(); i += chunk)
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const Wave w = wave(data[i + lane], per_step);
      sum[lane] += w.height * w.counts, count[lane] += w.counts;
    }
  const float all = std::accumulate(count.begin(), count.end(), 0.0F);
  return all > 0 ? static_cast<double>(std::accumulate(sum.begin(), sum.end(), 0.0F) / all) : 0;
}

// Sizes of the coefficients of one grid's blocks, frequency by frequency.
using Planes = std::array<cv::Mat, kUsed>;

class Grids {
 public:
  Grids(const cv::Mat& pixels, cv::Size cells) : cells_(cells) {
    for (std::size_t f = 0; f < kUsed; ++f) sizes_[f] = sliding(pixels, kFrequencies[f]);
  }
  Planes operator[](std::size_t grid) const {
    Planes out;
    const auto dx = static_cast<int>(grid % 8), dy = static_cast<int>(grid / 8);
    for (std::size_t f = 0; f < kUsed; ++f) {
      out[f].create(cells_, CV_32F);
      for (int row = 0; row < cells_.height; ++row) {
        const float* in = sizes_[f].ptr<float>(row * 8 + dy) + dx;
        float* to = out[f].ptr<float>(row);
        for (int column = 0; column < cells_.width; ++column) to[column] = in[column * 8];
      }
    }
    return out;
  }

 private:
  cv::Size cells_;
  std::array<cv::Mat, kUsed> sizes_;
};

// Adds what each block says for (sign 1) or against (-1) a comb of this step, which stands out by `height` where it is.
void add(const cv::Mat& sizes, int step, double height, float sign, Evidence& evidence) {
  const float per = 1 / static_cast<float>(step), mean = static_cast<float>(mean_wave(sizes, per, 2));
  const float gain = sign * static_cast<float>(height / kWaveVariance),
              worth = static_cast<float>(height * height / kWaveVariance);
  const float* __restrict in = sizes.ptr<float>();
  float* __restrict found = evidence.found.ptr<float>(), * __restrict expected = evidence.expected.ptr<float>();
  const std::size_t total = sizes.total();
  for (std::size_t i = 0; i < total; ++i) {
    const Wave w = wave(in[i], per);
    found[i] += gain * (w.height - mean) * w.counts;
    expected[i] += worth * w.counts;
  }
}

Evidence nothing(cv::Size cells) {
  Evidence out;
  out.found = cv::Mat(cells, CV_32F, cv::Scalar(0));
  out.expected = out.found.clone();
  out.variance = out.expected;  // of what is weighed so, both are the same
  return out;
}

struct Whole {
  std::size_t grid = 0;  // 0: none
  Steps steps{};
  std::array<double, kUsed> height{};
  double total = 0;
};

// The grid on which the whole picture has combs that no other grid has.
Whole whole_grid(const std::vector<Planes>& planes, const std::array<int, 64>& last) {
  using BySteps = std::array<std::array<double, kMostStep + 1>, kUsed>;
  std::vector<BySteps> heights(kGrids);
  BySteps usual{};
  for (std::size_t grid = 1; grid < kGrids; ++grid)
    for (std::size_t f = 0; f < kUsed; ++f)
      for (std::size_t step = 2; step <= kMostStep; ++step) {
        heights[grid][f][step] = mean_wave(planes[grid][f], 1 / static_cast<float>(step), kSample);
        usual[f][step] += heights[grid][f][step] / (kGrids - 1);
      }
  Whole best;
  for (std::size_t grid = 1; grid < kGrids; ++grid) {
    Whole here;
    here.grid = grid;
    double count = 0;
    for (std::size_t f = 0; f < kUsed; ++f) {
      if (!tells(kFrequencies[f], grid)) continue;
      for (std::size_t step = 2; step <= kMostStep; ++step) {
        // Blocks that the last saving has left flat make combs of their own.
        if (comb_left(static_cast<int>(step), last[kFrequencies[f]]) < kLeastComb) continue;
        const double excess = heights[grid][f][step] - usual[f][step];
        if (excess > std::max(kLeastExcess, here.height[f]))
          here.height[f] = excess, here.steps[f] = static_cast<int>(step);
      }
      count += here.steps[f] ? 1 : 0;
      here.total += here.height[f] / kUsed;
    }
    if (count >= kFewestFrequencies && here.total > std::max(kLeastWhole, best.total)) best = here;
  }
  return best;
}

std::vector<Steps> tables_of(const Steps& own) {
  std::vector<Steps> out;
  if (std::count(own.begin(), own.begin() + kUsed, 0) <= static_cast<std::ptrdiff_t>(kUsed / 2)) out.push_back(own);
  for (const int quality : kQualities) {
    const auto table = standard_table(quality);
    Steps steps{};
    for (std::size_t f = 0; f < steps.size(); ++f) steps[f] = table[kFrequencies[f]];
    out.push_back(steps);
  }
  return out;
}

}  // namespace

std::optional<MovedGrid> find_moved_grid(const JpegLuma& luma, const cv::Mat& pixels, const cv::Mat& clipped,
                                         const Steps& first, const cv::Rect& within, const Stop& stop) {
  MovedGrid out;
  if (within.width < 6 || within.height < 6) return out;
  const cv::Size cells(within.width - 1, within.height - 1);
  const Grids grids(pixels(cv::Rect(within.x * 8, within.y * 8, within.width * 8, within.height * 8)), cells);
  std::vector<Planes> planes(kGrids);
  for (std::size_t grid = 1; grid < kGrids; ++grid) {
    if (stop()) return std::nullopt;
    planes[grid] = grids[grid];
  }
  const Whole whole = whole_grid(planes, luma.table);
  out.whole = whole.total;
  const auto search = [&](const Evidence& evidence) {
    Window window = most_evidence(evidence, cv::Rect({0, 0}, cells), kLeastExpected);
    window.cells += within.tl();
    return window;
  };
  if (whole.grid != 0) {
    Evidence against = nothing(cells);
    for (std::size_t f = 0; f < kUsed; ++f)
      if (whole.steps[f]) add(planes[whole.grid][f], whole.steps[f], whole.height[f], -1, against);
    cv::Mat near;  // a block of another grid lies on four of the file's own
    cv::dilate(clipped, near, cv::Mat::ones(3, 3, CV_8U));
    near = near(cv::Rect({0, 0}, cells));
    for (cv::Mat* map : {&against.found, &against.expected}) map->setTo(0, near);
    out.never = search(against);
  }
  double most = 0;
  Evidence chosen;
  const auto tables = tables_of(whole.grid != 0 ? whole.steps : first);
  for (std::size_t grid = 1; grid < kGrids; ++grid) {
    if (grid == whole.grid) continue;
    if (stop()) return std::nullopt;
    for (const Steps& steps : tables) {
      Evidence here = nothing(cells);
      for (std::size_t f = 0; f < kUsed; ++f) {
        if (steps[f] < 2 || !tells(kFrequencies[f], grid)) continue;
        const double left = comb_left(steps[f], luma.table[kFrequencies[f]]);
        if (left > kLeastComb) add(planes[grid][f], steps[f], left, 1, here);
      }
      const double evidence = quick_look(here.found, here.expected);
      if (evidence > most) most = evidence, chosen = here;
    }
  }
  if (most > 0) out.elsewhere = search(chosen);
  return out;
}

}  // namespace cotejo::tamper
