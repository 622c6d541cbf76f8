#include "made_sound.hpp"

#include <cmath>
#include <numbers>
#include <random>

namespace audio_analyzer::testing {

std::vector<float> hiss(double seconds, double db, std::uint32_t seed) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal(0, static_cast<float>(std::pow(10, db / 20) / std::numbers::sqrt2));
  std::vector<float> sound(static_cast<std::size_t>(seconds * kMadeRate));
  for (auto& s : sound) s = normal(random);
  return sound;
}

std::vector<float> talk(double seconds, const Voice& voice, double before, double after) {
  std::vector<float> sound = hiss(before + seconds + after, voice.noise_db, voice.seed);
  std::mt19937 random(voice.seed);
  std::uniform_real_distribution<double> uniform(0, 1);
  const auto first = static_cast<std::size_t>(before * kMadeRate);
  double phase = 0, syllable = 0, length = 0, drift = 0, vowel = 1;
  for (std::size_t i = 0; i < static_cast<std::size_t>(seconds * kMadeRate); ++i) {
    const double now = static_cast<double>(i) / kMadeRate;
    if (now >= syllable + length) {
      syllable = now, length = 0.16 + 0.1 * uniform(random);
      drift = 0.94 + 0.12 * uniform(random), vowel = 0.85 + 0.3 * uniform(random);
    }
    phase += voice.pitch * drift / kMadeRate;
    const double swell = std::sin(std::numbers::pi * std::min(1.0, (now - syllable) / length));
    double sample = 0;
    for (int h = 1; h * voice.pitch < 3800; ++h) {
      double strength = 0.02;
      for (const double formant : voice.formants) {
        const double off = (h * voice.pitch - formant * vowel) / 120;
        strength += 1 / (1 + off * off);
      }
      sample += strength / h * std::sin(2 * std::numbers::pi * phase * h);
    }
    sound[first + i] += static_cast<float>(0.7 * swell * sample);
  }
  return sound;
}

}  // namespace audio_analyzer::testing
