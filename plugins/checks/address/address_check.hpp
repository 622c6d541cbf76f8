// check.address: does the applicant live where the application says, by a recent bill that holds together?
#pragma once
#include "rules.hpp"

namespace address_check {

class AddressCheck final : public cotejo::judgement::JudgedCheck {
 public:
  static constexpr cotejo::About about{"check.address", "1.0.0",
                                       "A recent and consistent bill proves the declared address"};
  using Params = address_check::Params;

  explicit AddressCheck(Params params) : params_(std::move(params)) {
    if (params_.other_name_similarity > params_.min_name_similarity)
      throw std::invalid_argument("other_name_similarity is above min_name_similarity");
    declare(place_rules());
    declare(bill_rules());
    declare(arithmetic_rules());
    declare({kNotABill, kUnreadable, kApplicantFieldMissing});
  }

  cotejo::Status run(cotejo::Call& call) override {
    const auto today = mx::parse_iso_date(call.today());
    if (!today) return call.internal("the host's date is not a calendar date");
    const Facts facts = gather(call, ports_, params_.min_probability);
    Judgement judgement;
    if (facts.is_bill) {
      judgement = judged(Context{facts, params_, *today}, place_rules(), bill_rules(), arithmetic_rules());
    } else {
      judgement.find(kNotABill, cotejo::Severity::major, {{ports_.repeats, kNotRecognised}});
    }
    return conclude(call, judgement);
  }

 private:
  static constexpr double kNotRecognised = 0.9;  // a score: a bill may be one that the reader has never seen

  Params params_;
  Ports ports_{this};
};

}  // namespace address_check
