// Decodes the sound of an audio or video file in memory to one channel at 16 kHz, the rate at which speech is analysed.
// Opens no file, socket or thread; refuses formats that phones, browsers and recorders do not write.
#pragma once
#include <containers/container.hpp>
#include <string>
#include <variant>
#include <vector>

namespace audio_analyzer {

inline constexpr int kRate = 16000;  // Hz, of everything that comes out

struct Limits {
  double max_seconds = 900;
  int max_rate = 192000;  // Hz
  int max_channels = 8;
};

enum class SoundError { unreadable, truncated, too_long, too_many_samples, no_sound_track, cancelled };

struct Sound {
  std::vector<float> samples;  // -1..1, at kRate
  int rate = 0, channels = 0;  // as submitted
  std::string codec;           // libav's name
  double seconds() const { return static_cast<double>(samples.size()) / kRate; }
};

// Two channels are added; where they would cancel each other, the louder one is used. More than two are first mixed to
// two.
//
// Where the recording has a gap (a browser writes nothing for silence; a sound track may begin after the pictures),
// there is silence, so that times are those of the file. A file that ends early is `truncated`, if its kind can tell.
std::variant<Sound, SoundError> decode_sound(std::span<const std::uint8_t> file, const Limits& limits,
                                             const containers::Stop& stop);

}  // namespace audio_analyzer
