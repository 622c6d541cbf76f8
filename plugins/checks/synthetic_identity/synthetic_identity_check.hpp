// check.synthetic_identity: is this applicant a real person, or composed of other people's data?
#pragma once
#include "rules.hpp"

namespace synthetic_identity {

class SyntheticIdentityCheck final : public cotejo::judgement::JudgedCheck {
 public:
  static constexpr cotejo::About about{"check.synthetic_identity", "1.0.0",
                                       "The applicant shares nothing with other people that is one person's own, and "
                                       "their identifiers are of one birth"};
  using Params = synthetic_identity::Params;

  explicit SyntheticIdentityCheck(Params params) : params_(std::move(params)) {
    for (const Limits& limits : {params_.clabe(), params_.phone(), params_.device(), params_.address()})
      if (limits.doubt > limits.fail) throw std::invalid_argument("a kind of link fails before it leaves a doubt");
    if (params_.face_corroborated > params_.face_doubt || params_.face_doubt > params_.face_fail)
      throw std::invalid_argument("the cosines of faces are not in the order corroborated, doubt, fail");
    declare(link_rules());
    declare(series_rules());
    declare(identifier_rules());
  }

  cotejo::Status run(cotejo::Call& call) override {
    const auto today = mx::parse_iso_date(call.today());
    if (!today) return call.internal("the host's date is not a calendar date");
    const Facts facts = gather(call, ports_, params_);
    const Context context{facts, params_, *today, call.now()};
    return conclude(call, judged(context, link_rules(), series_rules(), identifier_rules()));
  }

 private:
  Params params_;
  Ports ports_{this};
};

}  // namespace synthetic_identity
