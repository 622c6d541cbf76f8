// What check.voice_match knows, and what a product may set.
#pragma once
#include <judgement/gathering.hpp>
#include <string>
#include <vector>

namespace voice_match {

using cotejo::judgement::Fact;

// Where the numbers come from is in README.md.
struct Params {
  double min_similarity = 0.55;
  double other_similarity = 0.3;
  double max_copied_seconds = 3;
  double max_echo = 0.34;
  double min_bandwidth = 5600;
  double min_reading_seconds = 0;

  static void describe(cotejo::ParamSet<Params>& set) {
    set.add("min_similarity", &Params::min_similarity, "Cosine of the two voices from which they are one speaker's")
        .range(-1, 1);
    set.add("other_similarity", &Params::other_similarity,
            "Cosine below which they are two speakers'; what lies between leaves the check undecided")
        .range(-1, 1);
    set.add("max_copied_seconds", &Params::max_copied_seconds,
            "Seconds of the reading that may be the very sound of the interview")
        .range(1, 3600);
    set.add("max_echo", &Params::max_echo,
            "Echo of a recording, as voice measures it, from which a narrow band points to a loudspeaker")
        .range(0.1, 10);
    set.add("min_bandwidth", &Params::min_bandwidth, "Hz below which a recording's band is narrow for its file")
        .range(0, 8000);
    set.add("min_reading_seconds", &Params::min_reading_seconds,
            "Seconds of speech below which the text was not read: its letters at 20 a second; 0: any")
        .range(0, 3600);
  }
};

// One of the two recordings.
struct Recording {
  std::string_view name;  // as people call it
  Fact<std::vector<float>> voice;
  std::string_view absent;  // why there is no voice
  Fact<double> echo, bandwidth;
  Fact<std::int64_t> sample_rate;
};

struct Facts {
  Recording interview, reading;
  Fact<double> copied_seconds, reading_seconds;
};

struct Ports {
  cotejo::Component* owner;
  template <class T>
  using Input = cotejo::judgement::Input<T>;
  Input<cotejo::Vector> interview{owner, "interview", "interview_voice.embedding", "The voice in the interview"};
  Input<cotejo::Vector> reading{owner, "reading", "reading_voice.embedding", "The voice that reads the contract"};
  Input<double> interview_echo{owner, "interview_echo", "interview_voice.echo",
                               "Seconds in which the interview's room dies away"};
  Input<double> interview_bandwidth{owner, "interview_bandwidth", "interview_sound.bandwidth",
                                    "Hz above which the interview has nothing left"};
  Input<std::int64_t> interview_sample_rate{owner, "interview_sample_rate", "interview_sound.sample_rate",
                                            "Of the interview's file"};
  Input<double> copied_seconds{owner, "copied_seconds", "reading_voice.copied_seconds",
                               "Of the reading that is the interview's own sound"};
  Input<double> reading_seconds{owner, "reading_seconds", "reading_voice.speech_seconds", "Of speech in the reading"};
  Input<double> echo{owner, "echo", "reading_voice.echo", "Seconds in which the reading's room dies away"};
  Input<double> bandwidth{owner, "bandwidth", "reading_sound.bandwidth", "Hz above which the reading has nothing left"};
  Input<std::int64_t> sample_rate{owner, "sample_rate", "reading_sound.sample_rate", "Of the reading's file"};
};

Facts gather(const cotejo::Call& call, const Ports& ports);

}  // namespace voice_match
