// What is known of an interview, as the rules see it.
#pragma once
#include <judgement/gathering.hpp>
#include <optional>
#include <string>
#include <vector>

#include "expectations.hpp"

namespace interview_check {

using cotejo::judgement::Fact;
using cotejo::judgement::Text;

// When a question was asked and its answer ended, in seconds of the recording.
struct Timed {
  std::string question;
  double asked = 0, answered = 0;
};

struct Anomaly {
  std::string kind, question;
  double seconds = 0;
};

// Seconds of the recording in which somebody speaks.
struct Speech {
  double from = 0, to = 0;
};

struct Facts {
  bool has_record = false;  // anything was read of the record
  Fact<bool> consent_given;
  Text consent_version, consent_sha256, operator_id;
  Fact<double> consent_at, record_seconds;
  Fact<mx::Date> date;
  Fact<std::vector<std::string>> missing;
  Fact<boost::json::object> answers;
  Fact<std::vector<Timed>> timed;  // those that were answered, and say when
  Fact<std::vector<Anomaly>> anomalies;
  double first_asked = 0;  // seconds since the start of the record; meaningful with has_first
  bool has_first = false;
  bool consent_contradictory = false;

  Fact<double> video_seconds;
  Fact<std::int64_t> persons;
  Fact<double> applicant_share, applicant_similarity, compared_quality, other_share, untold_share, no_face_share;
  Text motion;                    // how the applicant's face moves, in a word of the liveness sub-analyzer
  Fact<bool> stirs;               // a part of it moves by itself
  std::string_view no_applicant;  // why the applicant's share is not told

  Fact<double> speech_seconds;
  Fact<std::vector<Speech>> speech;
  std::vector<Expected> expected;
};

struct Ports {
  template <class T>
  using In = cotejo::judgement::Input<T>;
  cotejo::Component* owner;

  In<bool> consent_given{owner, "consent_given", "interview.record.consent_given"};
  In<std::string> consent_version{owner, "consent_version", "interview.record.consent_version"};
  In<std::string> consent_sha256{owner, "consent_sha256", "interview.record.consent_sha256"};
  In<double> consent_at{owner, "consent_at", "interview.record.consent_at", "Seconds since the start"};
  In<std::string> operator_id{owner, "operator_id", "interview.record.operator_id"};
  In<cotejo::Date> date{owner, "date", "interview.record.date"};
  In<double> record_seconds{owner, "record_seconds", "interview.record.duration"};
  In<double> recording_offset{owner, "recording_offset", "interview.record.recording_offset"};
  In<cotejo::Json> missing{owner, "missing", "interview.record.missing", "Mandatory questions without an answer"};
  In<cotejo::Json> answers{owner, "answers", "interview.record.answers"};
  In<cotejo::Json> questions{owner, "questions", "interview.record.questions"};
  In<cotejo::Json> anomalies{owner, "anomalies", "interview.record.anomalies"};

  In<double> video_seconds{owner, "video_seconds", "video.duration", "Of the interview's video"};
  In<std::int64_t> persons{owner, "persons", "face.persons.count"};
  In<double> applicant_share{owner, "applicant_share", "face.persons.applicant_share"};
  In<double> applicant_similarity{owner, "applicant_similarity", "face.persons.applicant_similarity"};
  In<double> compared_quality{owner, "compared_quality", "face.persons.compared_quality",
                              "Of the poorer of the two faces"};
  In<double> other_share{owner, "other_share", "face.persons.other_share"};
  In<double> untold_share{owner, "untold_share", "face.persons.untold_share"};
  In<double> no_face_share{owner, "no_face_share", "face.persons.no_face_share"};

  In<std::string> motion{owner, "motion", "interview_liveness.motion",
                         "How the applicant's face moves: frozen, rigid, flat, or as living ones do"};
  In<bool> stirs{owner, "stirs", "interview_liveness.stirs", "Whether a part of that face moves by itself"};

  In<double> speech_seconds{owner, "speech_seconds", "interview_sound.speech_seconds"};
  In<cotejo::Json> speech{owner, "speech", "interview_sound.speech", "From when to when somebody speaks"};
};

// Everything that was read with at least this probability.
Facts gather(const cotejo::Call& call, const Ports& ports, const Expectations& expectations, double min_probability);

}  // namespace interview_check
