// The rules of check.interview: one small function each, in tables.
#pragma once
#include <judgement/judged_check.hpp>

#include "facts.hpp"

namespace interview_check {

struct Context {
  const Facts& facts;
  const Params& params;
  mx::Date today;
};

using Judgement = cotejo::judgement::Judgement;
using Rule = cotejo::judgement::Rule<Context>;

std::span<const Rule> record_rules();  // consent, operator, day, and what was to be asked
std::span<const Rule> answer_rules();  // against the application and the card
std::span<const Rule> time_rules();    // of the record, and of its video
std::span<const Rule> person_rules();  // who is seen
std::span<const Rule> speech_rules();  // who is heard

inline constexpr std::string_view kFieldMissing = "interview.field_missing";

inline double rounded(double value) {
  return static_cast<double>(static_cast<std::int64_t>(value * 1000 + (value < 0 ? -0.5 : 0.5))) / 1000;
}

// A share, as people read it.
inline std::int64_t percent(double share) {
  return static_cast<std::int64_t>(share * 100 + 0.5);
}

}  // namespace interview_check
