// Finds the pitch of a voice in each frame by autocorrelation, which also works for a telephone line, where the
// fundamental frequency itself is missing.
#pragma once
#include <span>
#include <vector>

namespace speech {

inline constexpr double kLowestPitch = 60, kHighestPitch = 420;  // Hz

struct Pitch {
  std::vector<float> hertz;    // 0 where there is none
  std::vector<float> voicing;  // 0..1
};

// For `frames` frames, kHop apart, the first around half of hearing's window.
Pitch find_pitch(std::span<const float> samples, int frames);

}  // namespace speech
