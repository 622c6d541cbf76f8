// Measures the technical quality of a recording.
#pragma once
#include <optional>
#include <span>
#include <speech/speech_segments.hpp>

namespace audio_analyzer {

struct Quality {
  std::vector<speech::Segment> speech;
  double silence = 0;               // share of the time in which nothing is louder than a file's own noise
  double clipped = 0;               // share of the samples that were cut off
  std::optional<double> level;      // dB, of the speech; the loudest tone is 0
  std::optional<double> noise;      // dB, of what lies between
  std::optional<double> bandwidth;  // Hz, above which speech has nothing left
  bool silent() const { return silence >= 1; }
};

// One channel at 16 kHz. Nothing when it was stopped.
std::optional<Quality> judge_quality(std::span<const float> samples, const speech::Stop& stop);

}  // namespace audio_analyzer
