// check.voice_match: is the contract read aloud by the applicant of the interview, live and in person?
#pragma once
#include <stdexcept>

#include "rules.hpp"

namespace voice_match {

class VoiceMatchCheck final : public cotejo::judgement::JudgedCheck {
 public:
  static constexpr cotejo::About about{"check.voice_match", "1.0.0",
                                       "The speaker of the interview reads the contract, and no recording does"};
  using Params = voice_match::Params;

  explicit VoiceMatchCheck(const Params& params) : params_(params) {
    if (params_.other_similarity > params_.min_similarity)
      throw std::invalid_argument("other_similarity is above min_similarity");
    declare(rules());
  }

  cotejo::Status run(cotejo::Call& call) override {
    const Facts facts = gather(call, ports_);
    return conclude(call, judged(Context{facts, params_}, rules()));
  }

 private:
  const Params params_;
  Ports ports_{this};
};

}  // namespace voice_match
