#include "echo.hpp"

#include <algorithm>
#include <cmath>

namespace speech {
namespace {

constexpr int kFall = 6;             // frames that a fall lasts at least
constexpr float kDeep = 2.3F;        // natural logarithms of power that it falls at least: 10 dB
constexpr int kJoined = 4;           // bands that are looked at together
constexpr std::size_t kFewest = 12;  // falls
constexpr double kQuick = 0.3;       // the share of falls that are quicker than what is told

// Natural logarithm of the power of neighbouring bands together, smoothed over three frames.
std::vector<float> joined(const cv::Mat& bands, int first) {
  std::vector<float> sums(static_cast<std::size_t>(bands.rows)), out;
  for (int f = 0; f < bands.rows; ++f)
    for (int b = first; b < first + kJoined; ++b) sums[static_cast<std::size_t>(f)] += std::exp(bands.at<float>(f, b));
  for (std::size_t f = 0; f < sums.size(); ++f) {
    const std::size_t last = std::min(f + 2, sums.size());
    float sum = 0;
    for (std::size_t k = f > 0 ? f - 1 : 0; k < last; ++k) sum += sums[k];
    out.push_back(std::log(sum + 1e-12F));
  }
  return out;
}

// The noise that falls end in: a quiet tenth.
float quiet(std::vector<float> level) {
  const auto at = level.begin() + static_cast<std::ptrdiff_t>(level.size() / 10);
  std::nth_element(level.begin(), at, level.end());
  return *at;
}

}  // namespace

std::optional<double> echo_seconds(const Hearing& heard, const std::vector<bool>& spoken) {
  std::vector<double> falls;  // logarithms a frame
  for (int band = 0; band + kJoined <= kBands; band += kJoined) {
    const auto level = joined(heard.bands, band);
    if (level.empty()) continue;
    const float floor = quiet(level) + 1.5F;
    for (std::size_t f = 1; f < level.size();) {
      std::size_t end = f;
      while (end < level.size() && level[end] < level[end - 1] && level[end] > floor) ++end;
      const auto frames = static_cast<int>(end - f);
      const float depth = level[f - 1] - level[end - 1];
      if (frames >= kFall && depth >= kDeep && f < spoken.size() && spoken[f - 1])
        falls.push_back(static_cast<double>(depth) / frames);
      f = std::max(end, f + 1);
    }
  }
  if (falls.size() < kFewest) return std::nullopt;
  std::sort(falls.rbegin(), falls.rend());
  const double slope = falls[static_cast<std::size_t>(kQuick * static_cast<double>(falls.size()))];
  constexpr double kSixtyDecibels = 13.8;  // as a natural logarithm of power
  return kSixtyDecibels / slope / kFramesPerSecond;
}

}  // namespace speech
