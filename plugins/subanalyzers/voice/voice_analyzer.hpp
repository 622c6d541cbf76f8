// The `voice` sub-analyzer: computes a vector of the speaker that can be compared. `voice.onnx` does the same with the
// network of an ONNX file instead of our own.
#pragma once
#include <algorithm>
#include <cmath>
#include <cotejo/plugin.hpp>
#include <speech/copies.hpp>

#include "recording.hpp"

namespace voice {

using namespace cotejo;

struct CommonParams {
  double min_seconds = 4;
  double min_snr = 3;
  double min_alike = 0.5;
  double max_seconds = 120;
  template <class P>
  static void describe(ParamSet<P>& set) {
    const auto own = [](double CommonParams::*member) { return static_cast<double P::*>(member); };
    set.add("min_seconds", own(&CommonParams::min_seconds),
            "Seconds of somebody's speech below which nothing is said of the voice")
        .range(1, 600);
    set.add("min_snr", own(&CommonParams::min_snr), "dB that speech must be louder than what lies between")
        .range(-20, 60);
    set.add("min_alike", own(&CommonParams::min_alike), "Cosine from which two parts of a recording are one speaker's")
        .range(-1, 1);
    set.add("max_seconds", own(&CommonParams::max_seconds), "Seconds of speech that are looked at").range(10, 3600);
  }
};

class VoiceComponent : public SubAnalyzer {
 public:
  explicit VoiceComponent(const CommonParams& params)
      : options_{.min_seconds = params.min_seconds,
                 .min_snr = params.min_snr,
                 .min_alike = params.min_alike,
                 .longest = params.max_seconds} {}

  Port<Audio> sound{this, "sound", "audio.sound", "The recording"};
  OptionalPort<Json> questions{
      this, "questions", "interview.record.questions",
      "Rows with `answered`, seconds: whose speech ends there is the applicant, when several speak"};
  OptionalPort<double> offset{this, "offset", "interview.record.recording_offset",
                              "Seconds from the beginning of the times in `questions` to that of the recording"};
  OptionalPort<Audio> other{this, "other", "other.sound", "Another recording, of which this one may be a copy"};

  Trait<Vector> embedding{this, "embedding",
                          "Numbers of unit length; compare by cosine, with others of the same component"};
  Trait<double> seconds{this, "seconds", "Of speech that the embedding rests on"};
  Trait<double> speech_seconds{this, "speech_seconds", "Of speech in all, whoever speaks"};
  Trait<std::int64_t> speakers{this, "speakers", "Who speaks for two seconds and more"};
  Trait<double> quality{this, "quality", "Score 0..1 for comparing: how much speech, and how far above the noise"};
  Trait<double> consistency{this, "consistency", "Lowest cosine of a part of the speaker's speech with all of it"};
  Trait<double> snr{this, "snr", "dB, in the bands of speech"};
  Trait<double> echo{this, "echo",
                     "Seconds in which the quickest third of sounds would die away: longer in a room with more echo"};
  Trait<double> copied_seconds{this, "copied_seconds", "Of speech that is the same sound in `other`"};

  Code no_sound{this, "voice.no_sound"};
  Code no_speech{this, "voice.no_speech"};
  Code too_little{this, "voice.too_little_speech"};
  Code too_noisy{this, "voice.too_noisy"};
  Code several{this, "voice.several_speakers"};
  Code not_measurable{this, "voice.not_measurable"};
  Code nothing_to_compare{this, "voice.no_other_recording"};

  Status run(Call& call) override {
    const auto heard = call.get(sound);
    if (!heard || heard->sample_rate != speech::kRate) {
      call.absent_all(no_sound, seconds, speech_seconds, quality, consistency, snr, echo, copied_seconds, embedding,
                      speakers);
      return Status::ok;
    }
    const speech::Stop stop = [&] { return call.cancelled(); };
    const auto hearing = speech::hear(heard->samples, stop);
    if (call.cancelled()) return Status::cancelled;
    const auto spoken = speech::find_speech(hearing, stop);
    const Reading reading = read_recording(heard->samples, hearing, spoken, answers(call), *embedder_, options_, stop);
    if (call.cancelled()) return Status::cancelled;
    report(call, reading);
    return compare(call, hearing, spoken, stop);
  }

 protected:
  std::unique_ptr<Embedder> embedder_;

 private:
  // That segments of speech are right; see the `audio` analyzer.
  static constexpr double kSpeechProbability = 0.95;

  // Bounded by what `interview.record` takes.
  Answers answers(const Call& call) const {
    Answers ends;
    const auto rows = call.get(questions);
    if (!rows) return ends;
    const auto begin = call.get(offset);
    const auto list = rows->parse();
    if (!list.is_array()) return ends;
    for (const auto& row : list.get_array()) {
      const auto* found = row.is_object() ? row.get_object().if_contains("answered") : nullptr;
      if (found == nullptr || !found->is_number()) continue;
      const auto end = found->to_number<double>() - (begin ? *begin : 0);
      if (std::isfinite(end)) ends.push_back(end);
    }
    return ends;
  }

  static double rounded(double value, double steps) { return std::round(value * steps) / steps; }

  void report(Call& call, const Reading& reading) {
    call.emit(speech_seconds, rounded(reading.speech_seconds, 100), kSpeechProbability);
    call.emit(speakers, std::int64_t{reading.speakers}, kSpeechProbability);
    tell(call, snr, reading.snr, 10);
    tell(call, echo, reading.echo, 100);
    if (!reading.embedding) {
      const Code& reason = reading.absence == Absence::no_speech    ? no_speech
                           : reading.absence == Absence::too_little ? too_little
                           : reading.absence == Absence::too_noisy  ? too_noisy
                                                                    : several;
      call.absent_all(reason, embedding, seconds, quality, consistency);
      return;
    }
    call.emit(embedding, Vector(*reading.embedding), 1);
    call.emit(seconds, rounded(reading.seconds, 100), kSpeechProbability);
    call.emit(consistency, rounded(*reading.consistency, 1000), 1);
    // Half of what can be had: twice the least that is asked for, and 10 dB.
    constexpr double kHalfSeconds = 8, kHalfDecibels = 10;
    const double enough = reading.seconds / (reading.seconds + kHalfSeconds);
    const double clear = reading.snr ? 1 / (1 + std::exp((kHalfDecibels - *reading.snr) / 5)) : 1;
    call.emit(quality, rounded(enough * clear, 1000), 1);
  }

  void tell(Call& call, const Trait<double>& trait, const std::optional<double>& value, double steps) {
    if (!value) return call.absent(trait, not_measurable);
    call.emit(trait, rounded(*value, steps), kSpeechProbability);
  }

  Status compare(Call& call, const speech::Hearing& hearing, const std::vector<speech::Segment>& spoken,
                 const speech::Stop& stop) {
    const auto another = call.get(other);
    if (!another || another->sample_rate != speech::kRate) {
      call.absent(copied_seconds, nothing_to_compare);
      return Status::ok;
    }
    const auto theirs = speech::hear(another->samples, stop);
    const double copied = speech::copied_seconds(hearing, speech::frames_of(spoken, hearing.frames()), theirs, stop);
    if (call.cancelled()) return Status::cancelled;
    call.emit(copied_seconds, rounded(copied, 100), 1);
    return Status::ok;
  }

  const Options options_;
};

class VoiceAnalyzer final : public VoiceComponent {
 public:
  static constexpr About about{"voice", "1.0.0", "Who speaks in a recording, as a vector that can be compared"};
  struct Params : CommonParams {
    static void describe(ParamSet<Params>& set) { CommonParams::describe(set); }
  };
  explicit VoiceAnalyzer(const Params& params) : VoiceComponent(params) {}
  void prepare(Host&) override { embedder_ = std::make_unique<OwnEmbedder>(); }
};

class OnnxVoiceAnalyzer final : public VoiceComponent {
 public:
  static constexpr About about{"voice.onnx", "1.0.0", "The same as voice, with the network of an ONNX file"};
  struct Params : CommonParams {
    std::int64_t frames = 300;
    std::int64_t bands = 80;
    double lowest = 20;
    double highest = 7600;
    static void describe(ParamSet<Params>& set) {
      CommonParams::describe(set);
      set.add("frames", &Params::frames, "Hundredths of a second that the network takes").range(40, 3000);
      set.add("bands", &Params::bands, "Bands on the mel scale that the network takes").range(8, 256);
      set.add("lowest", &Params::lowest, "Hz at which the bands begin").range(0, 4000);
      set.add("highest", &Params::highest, "Hz at which they end").range(1000, 8000);
    }
  };
  explicit OnnxVoiceAnalyzer(const Params& params) : VoiceComponent(params), params_(params) {}

  Model model{this, "voice-embedding"};

  void prepare(Host& host) override {
    embedder_ = std::make_unique<OnnxEmbedder>(
        host.model(model), speech::Bands{static_cast<int>(params_.bands), params_.lowest, params_.highest},
        static_cast<int>(params_.frames));
  }

 private:
  const Params params_;
};

}  // namespace voice
