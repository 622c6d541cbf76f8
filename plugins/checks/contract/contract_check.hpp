// check.contract: is this the contract that was offered: whole, unchanged, signed where it must be, and kept?
#pragma once
#include "rules.hpp"

namespace contract {

class ContractCheck final : public cotejo::judgement::JudgedCheck {
 public:
  static constexpr cotejo::About about{"check.contract", "1.0.0",
                                       "The contract that was offered: whole, unchanged, signed and kept"};
  using Params = contract::Params;

  explicit ContractCheck(Params params) : params_(std::move(params)) {
    if (params_.other_name_similarity > params_.min_name_similarity)
      throw std::invalid_argument("other_name_similarity is above min_name_similarity");
    declare(page_rules());
    declare(text_rules());
    declare(signing_rules());
    declare({kNotTheContract, kUnreadable, kOfferIncomplete});
  }

  cotejo::Status run(cotejo::Call& call) override {
    const auto today = cotejo::mx::parse_iso_date(call.today());
    if (!today) return call.internal("the host's date is not a calendar date");
    const Facts facts = gather(call, ports_, params_.min_probability);
    Judgement judgement;
    if (facts.absent_reason == "contract.document.not_recognised") {
      judgement.find(kNotTheContract, cotejo::Severity::major, {{ports_.pages, kNotRecognised}});
    } else if (facts.absent_reason == "contract.document.offer_incomplete") {
      judgement.doubt(kOfferIncomplete, {{ports_.pages, 1}});
    } else {
      judgement = judged(Context{facts, params_, *today}, page_rules(), text_rules(), signing_rules());
    }
    return conclude(call, judgement);
  }

 private:
  static constexpr double kNotRecognised = 0.9;  // a score: the wrong template may be configured

  Params params_;
  Ports ports_{this};
};

}  // namespace contract
