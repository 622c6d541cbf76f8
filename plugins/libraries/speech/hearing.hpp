// Converts sound into a hundred frames a second: the power in bands of the mel scale, and the pitch of the voice. The
// bands cover the range of a telephone line, so that a call and a studio recording look alike. Thread-safe: no state.
#pragma once
#include <functional>
#include <opencv2/core.hpp>
#include <span>
#include <vector>

namespace speech {

inline constexpr int kRate = 16000;  // Hz of the samples
inline constexpr int kFramesPerSecond = 100;
inline constexpr int kHop = kRate / kFramesPerSecond;
inline constexpr int kBands = 38;                        // on the mel scale …
inline constexpr double kLowest = 120, kHighest = 3700;  // … between these, Hz

// The frequency in the middle of a band, in Hz, and back: between two bands a fraction.
double middle_of(double band);
double band_of(double hertz);

using Stop = std::function<bool()>;

struct Hearing {
  cv::Mat bands;               // a row of kBands a frame: natural logarithms of power, 0 for the loudest tone there is
  std::vector<float> pitch;    // Hz; 0 where there is none
  std::vector<float> voicing;  // 0..1: how periodic the frame is
  int frames() const { return bands.rows; }
};

// `samples`: one channel at kRate, -1..1. The result has no frames when the sound is shorter than one, or when stopped.
Hearing hear(std::span<const float> samples, const Stop& stop);

// Bands that differ from those of a Hearing, for networks that were trained on them; the frames are the same.
struct Bands {
  int count = kBands;
  double lowest = kLowest, highest = kHighest;  // Hz
};
cv::Mat log_bands(std::span<const float> samples, const Bands& wanted, const Stop& stop);

// The power of each frame in dB below the loudest tone, over all frequencies but 0 Hz: a microphone whose zero is off
// makes no sound.
std::vector<float> levels(std::span<const float> samples);

// A mean spectrum of the frames that are wanted, or of some thousand of them: power in each of `count` equal steps from
// 0 Hz to kRate / 2, in dB.
std::vector<float> mean_spectrum(std::span<const float> samples, const std::vector<bool>& wanted, int count);

}  // namespace speech
