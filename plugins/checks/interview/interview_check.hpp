// check.interview: did the applicant, and nobody else, give consent in the interview and answers that agree with what
// is known?
#pragma once
#include "rules.hpp"

namespace interview_check {

class InterviewCheck final : public cotejo::judgement::JudgedCheck {
 public:
  static constexpr cotejo::About about{"check.interview", "1.0.0",
                                       "The applicant consented, was asked, and answered what is known of them"};
  using Params = interview_check::Params;

  explicit InterviewCheck(Params params) : params_(std::move(params)) {
    if (params_.other_name_similarity > params_.min_name_similarity)
      throw std::invalid_argument("other_name_similarity is above min_name_similarity");
    for (const auto rules : {record_rules(), answer_rules(), time_rules(), person_rules(), speech_rules()})
      declare(rules);
  }

  cotejo::Status run(cotejo::Call& call) override {
    const auto today = mx::parse_iso_date(call.today());
    if (!today) return call.internal("the host's date is not a calendar date");
    const Facts facts = gather(call, ports_, expectations_, params_.min_probability);
    const Context context{facts, params_, *today};
    // Without a record its missing values are not reported one by one: the record's own error says why.
    const std::span<const Rule> none;
    Judgement judgement =
        judged(context, facts.has_record ? record_rules() : none, facts.has_record ? answer_rules() : none,
               facts.has_record ? time_rules() : none, person_rules(), speech_rules());
    if (!facts.has_record) judgement.leave_open();
    return conclude(call, judgement);
  }

 private:
  Params params_;
  Ports ports_{this};
  Expectations expectations_{this, params_.answers};
};

}  // namespace interview_check
