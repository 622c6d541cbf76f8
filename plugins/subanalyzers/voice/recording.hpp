// Finds out who speaks in a recording, and whether that is certain enough.
#pragma once
#include <optional>

#include "embedder.hpp"

namespace voice {

struct Options {
  double min_seconds = 4;        // of the speaker's own speech
  double min_snr = 3;            // dB
  double min_alike = 0.5;        // cosine from which two parts of a recording are one speaker's; see README.md
  double min_share_seconds = 2;  // of speech that make somebody a speaker of the recording
  double longest = 120;          // seconds of speech that are used; more do not change the result
};

enum class Absence { no_speech, too_little, too_noisy, several };

struct Reading {
  double speech_seconds = 0;  // of everybody
  double seconds = 0;         // of the speaker meant
  int speakers = 0;
  std::optional<double> snr;          // dB
  std::optional<double> consistency;  // lowest cosine of a part with the whole
  std::optional<double> echo;         // seconds
  std::optional<Embedding> embedding;
  Absence absence = Absence::no_speech;  // meaningful without an embedding
};

// When each answer ends, in seconds of the recording: the speech just before is the applicant's.
using Answers = std::vector<double>;

// The speaker meant is the only one, or, of several, the one with whose speech the answers end. When there are several
// speakers and no answers, the speaker is unknown.
Reading read_recording(std::span<const float> samples, const speech::Hearing& heard,
                       const std::vector<speech::Segment>& spoken, const Answers& answers, Embedder& embedder,
                       const Options& options, const speech::Stop& stop);

}  // namespace voice
