// The `audio` analyzer: the bytes of a recording, or of a video with a sound track -> sound at 16 kHz, and where
// somebody speaks in it.
#pragma once
#include <cmath>
#include <cotejo/plugin.hpp>

#include "sound_decoder.hpp"
#include "sound_quality.hpp"

namespace audio_analyzer {

using namespace cotejo;

class AudioAnalyzer final : public Analyzer {
 public:
  static constexpr About about{"audio", "1.0.0",
                               "Sound of a recording or a video at 16 kHz, and where somebody speaks in it"};
  static constexpr bool parallel = true;  // nothing is kept from call to call

  struct Params {
    double max_seconds = 900;
    std::int64_t max_bytes = 64 << 20;
    std::int64_t max_rate = 192000;
    std::int64_t max_channels = 8;
    double min_seconds = 0.5;
    static void describe(ParamSet<Params>& set) {
      set.add("max_seconds", &Params::max_seconds, "Longer recordings are refused").range(0.1, 3600);
      set.add("max_bytes", &Params::max_bytes, "Larger files are refused").range(1024, std::int64_t{1} << 30);
      set.add("max_rate", &Params::max_rate, "Samples a second and channel above which a recording is refused")
          .range(8000, 384000);
      set.add("max_channels", &Params::max_channels, "Channels above which a recording is refused").range(1, 64);
      set.add("min_seconds", &Params::min_seconds, "Shorter recordings are not measured").range(0.05, 60);
    }
  };

  explicit AudioAnalyzer(const Params& params) : params_(params) {}

  Port<Evidence> evidence{this, "evidence", "evidence", "The recording or video as it was submitted"};

  Trait<Audio> sound{this, "sound", "One channel at 16 kHz, silence where the file has gaps"};
  Trait<double> duration{this, "duration", "Seconds, measured from the sound"};
  Trait<std::int64_t> sample_rate{this, "sample_rate", "Samples a second, as submitted"};
  Trait<std::int64_t> channels{this, "channels", "As submitted"};
  Trait<std::string> codec{this, "codec", "What the sound was coded with, as libav names it"};
  Trait<Json> speech{this, "speech", "[{from, to}…]: seconds between which somebody speaks"};
  Trait<double> speech_seconds{this, "speech_seconds", "Seconds of speech in all"};
  Trait<double> level{this, "level", "dB of the speech; the loudest tone that a file can hold is 0"};
  Trait<double> noise{this, "noise", "dB of what lies between speech"};
  Trait<double> snr{this, "snr", "dB that speech is louder than what lies between; 60 at most"};
  Trait<double> clipped{this, "clipped", "Share 0..1 of the samples that were cut off"};
  Trait<double> bandwidth{this, "bandwidth", "Hz above which speech has nothing left: 3400 to 4000 for a telephone"};
  Trait<double> silence{this, "silence", "Share 0..1 of the time that holds nothing at all"};

  Code unreadable{this, "evidence.unreadable"};
  Code truncated{this, "evidence.truncated"};
  Code too_long{this, "evidence.too_long"};
  Code too_large{this, "evidence.too_large"};
  Code media_type_mismatch{this, "evidence.media_type_mismatch"};
  Code no_sound_track{this, "audio.no_sound_track"};
  Code too_short{this, "audio.too_short"};
  Code silent{this, "audio.silent"};
  Code no_speech{this, "audio.no_speech"};
  Code no_pause{this, "audio.no_pause"};

  Status run(Call& call) override {
    const auto file = call.get(evidence);
    if (!containers::may_be(file->media_type, {"audio/", "video/", "application/ogg"}))
      return call.reject(media_type_mismatch, "the declared media type is neither sound nor video");
    if (file->data.size() > static_cast<std::size_t>(params_.max_bytes))
      return call.reject(too_large, "larger than max_bytes");
    const containers::Stop stop = [&] { return call.cancelled(); };
    const auto decoded = decode_sound(
        file->data, {params_.max_seconds, static_cast<int>(params_.max_rate), static_cast<int>(params_.max_channels)},
        stop);
    if (const auto* error = std::get_if<SoundError>(&decoded)) return refuse(call, *error);
    const auto& heard = std::get<Sound>(decoded);
    call.emit(sound, Audio{kRate, heard.samples});
    call.emit(duration, heard.seconds(), 1);
    call.emit(sample_rate, std::int64_t{heard.rate}, 1);
    call.emit(channels, std::int64_t{heard.channels}, 1);
    call.emit(codec, heard.codec, 1);
    if (heard.seconds() < params_.min_seconds) {
      call.absent_all(too_short, speech, speech_seconds, level, noise, snr, clipped, bandwidth, silence);
      return Status::ok;
    }
    const auto quality = judge_quality(heard.samples, stop);
    if (!quality) return Status::cancelled;
    report(call, *quality);
    return Status::ok;
  }

 private:
  // The probability that a frame is classified correctly as speech or not; measured on specimens, see README.md.
  static constexpr double kSpeechProbability = 0.95;

  Status refuse(Call& call, SoundError error) {
    switch (error) {
      case SoundError::cancelled:
        return Status::cancelled;
      case SoundError::too_long:
        return call.reject(too_long, "longer than max_seconds, or more packets than such a recording has");
      case SoundError::too_many_samples:
        return call.reject(too_large, "more samples a second than max_rate, or more channels than max_channels");
      case SoundError::truncated:
        return call.reject(truncated, "the file ends before the sound does");
      case SoundError::no_sound_track:
        call.absent_all(no_sound_track, sound, duration, sample_rate, channels, codec, speech, speech_seconds, level,
                        noise, snr, clipped, bandwidth, silence);
        return Status::ok;
      case SoundError::unreadable:
        break;
    }
    return call.reject(unreadable, "no sound that can be decoded");
  }

  static double rounded(double value, double steps) { return std::round(value * steps) / steps; }

  void report(Call& call, const Quality& quality) {
    call.emit(silence, rounded(quality.silence, 1e4), 1);
    call.emit(clipped, rounded(quality.clipped, 1e6), 1);
    boost::json::array list;
    for (const auto& segment : quality.speech)
      list.push_back({{"from", rounded(segment.from, 100)}, {"to", rounded(segment.to, 100)}});
    call.emit(speech, list, kSpeechProbability);
    call.emit(speech_seconds, rounded(::speech::total_seconds(quality.speech), 100), kSpeechProbability);
    const Code& nothing = quality.silent() ? silent : no_speech;
    tell(call, level, quality.level, nothing);
    tell(call, bandwidth, quality.bandwidth, nothing);
    tell(call, noise, quality.noise, quality.silent() ? silent : no_pause);
    if (!quality.level || !quality.noise) return call.absent(snr, quality.level ? no_pause : nothing);
    // What lies between is there while somebody speaks, too.
    constexpr double kMost = 60;
    const double both = std::pow(10, *quality.level / 10), alone = std::pow(10, *quality.noise / 10);
    const double ratio = both > alone ? 10 * std::log10((both - alone) / alone) : -kMost;
    call.emit(snr, rounded(std::clamp(ratio, -kMost, kMost), 10), kSpeechProbability);
  }

  void tell(Call& call, const Trait<double>& trait, const std::optional<double>& value, const Code& reason) {
    if (!value) return call.absent(trait, reason);
    call.emit(trait, rounded(*value, 10), kSpeechProbability);
  }

  const Params params_;
};

}  // namespace audio_analyzer
