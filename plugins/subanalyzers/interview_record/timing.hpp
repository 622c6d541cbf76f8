// Finds times in an interview that are impossible or that a person should look at.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "record.hpp"

namespace cotejo::interview_record {

struct TimingLimits {
  double max_characters_per_second = 30;  // of an answer as text; README.md says where it comes from
  double max_gap = 60;                    // seconds
};

struct Anomaly {
  std::string_view kind;  // answer_before_question, overlap, too_fast, outside, alike, gap, untimed
  std::string question;
  double seconds = 0;  // by how much, or how long; README.md says of what
};

// The anomalies in the order of the kinds above, at most one of each kind for a question.
std::vector<Anomaly> timing_anomalies(const Record& record, const TimingLimits& limits);

}  // namespace cotejo::interview_record
