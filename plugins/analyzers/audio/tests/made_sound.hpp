// Sound that is like speech in what matters to its measures: syllables of a voice with a pitch, and pauses.
#pragma once
#include <cstdint>
#include <vector>

namespace audio_analyzer::testing {

inline constexpr int kMadeRate = 16000;

struct Voice {
  double pitch = 120;                      // Hz
  double formants[3] = {600, 1400, 2600};  // Hz
  double noise_db = -60;                   // of the noise beneath, against the loudest tone
  std::uint32_t seed = 1;
};

// `seconds` of talk between `before` and `after` seconds of pause.
std::vector<float> talk(double seconds, const Voice& voice = {}, double before = 0.5, double after = 0.5);

// Hiss alone.
std::vector<float> hiss(double seconds, double db, std::uint32_t seed = 1);

}  // namespace audio_analyzer::testing
