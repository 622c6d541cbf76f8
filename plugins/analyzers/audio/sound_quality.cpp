#include "sound_quality.hpp"

#include <algorithm>
#include <cmath>

namespace audio_analyzer {
namespace {

constexpr float kSilent = -75;    // dB: below the noise of any microphone, above the steps of 16-bit samples
constexpr float kQuietest = -90;  // dB that are told at least: below lie the steps of the samples
constexpr int kSteps = 64;        // of the spectrum: 125 Hz each
constexpr float kBelowLoudest = 50, kAboveNoise = 4;  // dB: what belongs to the speech's own band
constexpr int kFewFrames = 30;                        // fewer are no measure of the noise

double mean_power_db(const std::vector<float>& levels, const std::vector<bool>& frames, bool inside, int& count) {
  double sum = 0;
  count = 0;
  for (std::size_t f = 0; f < levels.size() && f < frames.size(); ++f)
    if (frames[f] == inside) sum += std::pow(10, levels[f] / 10), ++count;
  return count == 0 ? kQuietest : std::max<double>(kQuietest, 10 * std::log10(sum / count + 1e-12));
}

// Runs of samples that stand at one and the same height, near the highest or the lowest there is: a microphone's zero
// may lie off the file's.
double clipped_share(std::span<const float> samples) {
  constexpr float kNear = 0.97F, kHigh = 0.4F;
  constexpr std::size_t kRun = 4;
  const auto [lowest, highest] = std::minmax_element(samples.begin(), samples.end());
  if (samples.empty() || *highest - *lowest < 2 * kHigh) return 0;
  const float middle = (*highest + *lowest) / 2, most = (*highest - *lowest) / 2;
  std::size_t clipped = 0, run = 0;
  for (const float s : samples) {
    run = std::abs(s - middle) >= kNear * most ? run + 1 : 0;
    if (run == kRun) clipped += kRun;
    if (run > kRun) ++clipped;
  }
  return static_cast<double>(clipped) / static_cast<double>(samples.size());
}

// The highest step in which speech stands out from the noise and is not lost beside its own loudest parts.
double bandwidth_of(std::span<const float> samples, const std::vector<bool>& inside) {
  const auto spoken = speech::mean_spectrum(samples, inside, kSteps);
  std::vector<bool> outside = inside;
  outside.flip();
  const auto between = speech::mean_spectrum(samples, outside, kSteps);
  const float loudest = *std::max_element(spoken.begin(), spoken.end());
  for (int step = kSteps; step-- > 0;) {
    const auto at = static_cast<std::size_t>(step);
    if (spoken[at] > loudest - kBelowLoudest && spoken[at] > between[at] + kAboveNoise)
      return (step + 1) * (speech::kRate / 2.0) / kSteps;
  }
  return 0;
}

}  // namespace

std::optional<Quality> judge_quality(std::span<const float> samples, const speech::Stop& stop) {
  const auto heard = speech::hear(samples, stop);
  if (stop()) return std::nullopt;
  Quality quality;
  const auto levels = speech::levels(samples);
  const auto silent = std::count_if(levels.begin(), levels.end(), [](float level) { return level < kSilent; });
  quality.silence = levels.empty() ? 1 : static_cast<double>(silent) / static_cast<double>(levels.size());
  quality.clipped = clipped_share(samples);
  quality.speech = speech::find_speech(heard, stop);
  const auto inside = speech::frames_of(quality.speech, heard.frames());
  int spoken = 0, between = 0;
  const double level = mean_power_db(levels, inside, true, spoken),
               noise = mean_power_db(levels, inside, false, between);
  if (between >= kFewFrames) quality.noise = noise;
  if (spoken > 0) {
    quality.level = level;
    if (stop()) return std::nullopt;
    quality.bandwidth = bandwidth_of(samples, inside);
  }
  return quality;
}

}  // namespace audio_analyzer
