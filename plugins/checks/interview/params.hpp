// What a product may set of check.interview.
#pragma once
#include <cotejo/plugin.hpp>

namespace interview_check {

struct Params {
  double min_probability = 0.80;
  boost::json::object consents;
  std::vector<std::string> operators;
  boost::json::object answers;
  boost::json::object phrases;
  double min_name_similarity = 0.92;
  double other_name_similarity = 0.75;
  std::int64_t max_age_days = 30;
  double min_seconds = 10;
  double max_duration_difference = 10;
  double other_similarity = 0.32;
  double min_quality_to_differ = 0.5;
  double min_applicant_share = 0.6;
  double max_other_share = 0.15;
  double max_no_face_share = 0.5;
  double max_untold_share = 0.4;
  std::string sound = "required";
  double min_speech_seconds = 3;
  double min_spoken_answers = 0.7;
  double max_answer_lag = 3;

  static void describe(cotejo::ParamSet<Params>& set);
};

}  // namespace interview_check
