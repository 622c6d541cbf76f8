// Recordings from hostile bytes: reading them stays within its limits, and what comes out can be measured. Containers
// and codecs are libav's, which has fuzzers of its own, and run in a process of their own.
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "../../plugins/analyzers/audio/sound_decoder.hpp"
#include "../../plugins/analyzers/audio/sound_quality.hpp"

namespace {

void expect(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace audio_analyzer;
  const containers::Stop never = [] { return false; };
  const auto decoded = decode_sound({data, size}, {.max_seconds = 2, .max_rate = 48000, .max_channels = 2}, never);
  const auto* sound = std::get_if<Sound>(&decoded);
  if (sound == nullptr) return 0;
  expect(!sound->samples.empty() && sound->seconds() <= 2.01);
  expect(sound->rate > 0 && sound->rate <= 48000 && sound->channels >= 1 && sound->channels <= 2);
  for (const float sample : sound->samples) expect(sample >= -1 && sample <= 1);
  const auto quality = judge_quality(sound->samples, never);
  expect(quality.has_value() && quality->silence >= 0 && quality->silence <= 1);
  double last = 0;
  for (const auto& segment : quality->speech) {
    expect(segment.from >= last && segment.to > segment.from && segment.to <= sound->seconds() + 0.1);
    last = segment.to;
  }
  return 0;
}
