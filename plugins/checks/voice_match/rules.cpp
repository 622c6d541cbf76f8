#include "rules.hpp"

#include <algorithm>
#include <cmath>
#include <judgement/cosine.hpp>

namespace voice_match {
namespace {

using cotejo::Severity;

// A recording without a voice leaves the check undecided, and says why, as its sender can mend it.
void a_voice_is_heard(const Recording& recording, Judgement& j) {
  if (recording.voice) return;
  struct Why {
    std::string_view absent, code;
  };
  static constexpr Why kWhys[] = {{"voice.no_sound", "voice_match.no_speech"},
                                  {"voice.no_speech", "voice_match.no_speech"},
                                  {"voice.too_little_speech", "voice_match.too_little_speech"},
                                  {"voice.too_noisy", "voice_match.too_noisy"},
                                  {"voice.several_speakers", "voice_match.several_speakers"}};
  for (const auto& why : kWhys)
    if (recording.absent == why.absent)
      return j.doubt(why.code, {{recording.voice.port, 1}}, {{"recording", recording.name}});
  j.leave_open();  // its analyzer has said why
}

void both_voices_are_heard(const Context& c, Judgement& j) {
  a_voice_is_heard(c.facts.interview, j);
  a_voice_is_heard(c.facts.reading, j);
}

// Nothing here understands what is read: that it is long enough to be the text is all that can be asked for.
void the_whole_text_is_read(const Context& c, Judgement& j) {
  const auto& seconds = c.facts.reading_seconds;
  if (c.params.min_reading_seconds <= 0 || !c.facts.reading.voice) return;  // told by the rule above
  if (!seconds) return j.leave_open();
  if (*seconds >= c.params.min_reading_seconds) return j.hold({seconds});
  j.doubt("voice_match.reading_too_short", {seconds},
          {{"seconds", std::llround(*seconds)}, {"limit", std::llround(c.params.min_reading_seconds)}});
}

// As people read a score: of 100.
std::int64_t of_hundred(double score) {
  return std::llround(score * 100);
}

void they_are_one_speakers(const Context& c, Judgement& j) {
  // Of a curve that synthesisers' voices gave, and that promises too much of people's (README.md): a product that
  // rejects from 0.97 on asks a person.
  constexpr double kSurest = 0.9;
  const auto &interview = c.facts.interview.voice, &reading = c.facts.reading.voice;
  if (!interview || !reading) return;
  if (interview->size() != reading->size()) return j.leave_open();  // of two networks
  const double alike = cotejo::judgement::cosine(*interview.value, *reading.value), same = same_speaker(alike);
  if (alike >= c.params.min_similarity) return j.hold(std::min(kSurest, same));
  const cotejo::judgement::Grounds voices{{interview.port, 1}, {reading.port, 1}};
  const boost::json::object params{{"found", of_hundred(alike)}, {"required", of_hundred(c.params.min_similarity)}};
  if (alike < c.params.other_similarity)
    return j.find("voice_match.other_speaker", Severity::critical, std::min(kSurest, 1 - same), voices, params);
  j.doubt("voice_match.uncertain", 1 - same, voices, params);
}

void it_is_not_the_same_recording(const Context& c, Judgement& j) {
  constexpr double kSure = 0.98;  // see README.md: none of the recordings that were made twice was called a copy
  // A synthesiser, or an app's announcement, says the same words twice in the same way, in up to a quarter of a
  // reading; of what was cut from the interview 0.85 and more is in it.
  constexpr double kMostOfIt = 0.5;
  const auto& copied = c.facts.copied_seconds;
  const auto& spoken = c.facts.reading_seconds;
  if (!copied || *copied <= c.params.max_copied_seconds) return;
  const boost::json::object params{{"seconds", std::llround(*copied)}};
  if (spoken && *copied < kMostOfIt * *spoken)
    j.doubt("voice_match.same_recording", {{copied.port, 1}, {spoken.port, 1}}, params);
  else
    j.find("voice_match.same_recording", Severity::critical, kSure, {{copied.port, 1}}, params);
}

// A room that sounds long behind a band that is narrow for its file. Each happens to honest people; both together are
// what a loudspeaker does, and are left to a person.
void a_person_speaks(const Recording& recording, const Params& params, Judgement& j) {
  constexpr std::int64_t kTelephone = 8000;  // samples a second, which have no wider band
  const auto &echo = recording.echo, &band = recording.bandwidth;
  if (!echo || !band || *echo < params.max_echo || *band >= params.min_bandwidth) return;
  if (recording.sample_rate && *recording.sample_rate <= kTelephone) return;
  j.doubt("voice_match.playback_suspected", {{echo.port, 1}, {band.port, 1}},
          {{"recording", recording.name}, {"echo", std::round(*echo * 100) / 100}, {"bandwidth", std::llround(*band)}});
}

void it_is_no_playback(const Context& c, Judgement& j) {
  a_person_speaks(c.facts.interview, c.params, j);
  a_person_speaks(c.facts.reading, c.params, j);
}

}  // namespace

double same_speaker(double cosine) {
  constexpr double kMiddle = 0.46, kSlope = 10;  // fitted on speakers that the network never heard: README.md
  return 1 / (1 + std::exp(-kSlope * (cosine - kMiddle)));
}

std::span<const Rule> rules() {
  static const std::vector<Rule> all{
      {"both_voices_are_heard",
       both_voices_are_heard,
       {"voice_match.no_speech", "voice_match.too_little_speech", "voice_match.too_noisy",
        "voice_match.several_speakers"}},
      {"the_whole_text_is_read", the_whole_text_is_read, {"voice_match.reading_too_short"}},
      {"they_are_one_speakers", they_are_one_speakers, {"voice_match.other_speaker", "voice_match.uncertain"}},
      {"it_is_not_the_same_recording", it_is_not_the_same_recording, {"voice_match.same_recording"}},
      {"it_is_no_playback", it_is_no_playback, {"voice_match.playback_suspected"}}};
  return all;
}

}  // namespace voice_match
