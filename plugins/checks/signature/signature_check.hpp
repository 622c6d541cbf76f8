// check.signature: did the person who signed the voter card also sign the contract?
#pragma once
#include "rules.hpp"

namespace signature_check {

class SignatureCheck final : public cotejo::judgement::JudgedCheck {
 public:
  static constexpr cotejo::About about{"check.signature", "1.0.0",
                                       "The contract is signed by hand, and by the hand of the voter card"};
  using Params = signature_check::Params;

  explicit SignatureCheck(Params params) : params_(std::move(params)) {
    if (params_.other_similarity > params_.min_similarity)
      throw std::invalid_argument("other_similarity is above min_similarity");
    if (params_.mismatch_similarity > params_.other_similarity)
      throw std::invalid_argument("mismatch_similarity is above other_similarity");
    declare(rules());
    declare(kNotReadable);
  }

  cotejo::Status run(cotejo::Call& call) override {
    const Facts facts = gather(call, ports_, params_);
    return conclude(call, judged(Context{facts, params_}, rules()));
  }

 private:
  Params params_;
  Ports ports_{this};
};

}  // namespace signature_check
