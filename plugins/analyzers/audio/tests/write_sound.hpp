// Sound files for tests, encoded in memory: any codec and container that libav can write, alone or beside the pictures
// of a video.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace audio_analyzer::testing {

using File = std::vector<std::uint8_t>;

struct Recipe {
  std::string codec = "pcm_s16le";  // an encoder's name
  std::string container = "wav";
  int rate = 16000, channels = 1;  // of the file
  std::int64_t bit_rate = 32000;
};

// `samples`: one channel at 16 kHz. `video`: a whole file whose pictures go in unchanged; empty for none. Throws
// std::runtime_error for a codec that is not there.
File write_sound(std::span<const float> samples, const Recipe& recipe, std::span<const std::uint8_t> video = {});

}  // namespace audio_analyzer::testing
