// check.identity: do the front, the back and the machine-readable zone of a voter card, and what the applicant
// declared, describe one person who may hold this card today?
#pragma once
#include "corroboration.hpp"
#include "rules.hpp"

namespace identity {

class IdentityCheck final : public cotejo::judgement::JudgedCheck {
 public:
  static constexpr cotejo::About about{"check.identity", "1.0.0",
                                       "Card front, back, machine-readable zone and declared data describe one person"};
  using Params = identity::Params;

  explicit IdentityCheck(Params params) : params_(std::move(params)) {
    if (params_.other_name_similarity > params_.min_name_similarity)
      throw std::invalid_argument("other_name_similarity is above min_name_similarity");
    for (const auto rules : {card_rules(), back_rules(), validity_rules(), applicant_rules()}) declare(rules);
    declare({kFieldUnreadable, kApplicantFieldMissing});
  }

  cotejo::Status run(cotejo::Call& call) override {
    const auto today = cotejo::mx::parse_iso_date(call.today());
    if (!today) return call.internal("the host's date is not a calendar date");
    const Facts facts =
        settle(gather(call, ports_, std::min(params_.min_corroborated_probability, params_.min_probability)), params_);
    return conclude(
        call, judged(Context{facts, params_, *today}, card_rules(), back_rules(), validity_rules(), applicant_rules()));
  }

 private:
  Params params_;
  Ports ports_{this};
};

}  // namespace identity
