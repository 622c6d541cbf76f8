// check.bank_account: is this a whole, recent, untouched statement of the applicant's own account?
#pragma once
#include "rules.hpp"

namespace bank_account {

class BankAccountCheck final : public cotejo::judgement::JudgedCheck {
 public:
  static constexpr cotejo::About about{"check.bank_account", "1.0.0",
                                       "A whole, recent and consistent statement of the applicant's own account"};
  using Params = bank_account::Params;

  explicit BankAccountCheck(Params params) : params_(std::move(params)) {
    if (params_.other_name_similarity > params_.min_name_similarity)
      throw std::invalid_argument("other_name_similarity is above min_name_similarity");
    declare(account_rules());
    declare(arithmetic_rules());
    declare({kNotAStatement, kSeveralAccounts, kUnreadable, kApplicantFieldMissing});
  }

  cotejo::Status run(cotejo::Call& call) override {
    const auto today = cotejo::mx::parse_iso_date(call.today());
    if (!today) return call.internal("the host's date is not a calendar date");
    const Facts facts = gather(call, ports_, params_.min_probability);
    Judgement judgement;
    if (!facts.is_statement) {
      judgement.find(kNotAStatement, cotejo::Severity::major, {{ports_.movements, kNotRecognised}});
    } else if (facts.several_accounts) {
      judgement.doubt(kSeveralAccounts, {{ports_.movements, kNotRecognised}});
    } else {
      judgement = judged(Context{facts, params_, *today}, account_rules(), arithmetic_rules());
    }
    return conclude(call, judgement);
  }

 private:
  static constexpr double kNotRecognised = 0.9;  // a score: a layout may be one that the reader has never seen

  Params params_;
  Ports ports_{this};
};

}  // namespace bank_account
