// check.document_integrity: is each document as its maker left it, and each sent once?
#pragma once
#include <stdexcept>

#include "rules.hpp"

namespace document_integrity {

class DocumentIntegrityCheck final : public cotejo::judgement::JudgedCheck {
 public:
  static constexpr cotejo::About about{"check.document_integrity", "1.0.0",
                                       "No evidence was altered, went through an editor, or was sent twice"};
  using Params = document_integrity::Params;

  explicit DocumentIntegrityCheck(const Params& params) : params_(params) {
    if (params_.unclear_score > params_.max_score) throw std::invalid_argument("unclear_score is above max_score");
    declare(integrity_rules());
  }

  cotejo::Status run(cotejo::Call& call) override {
    const auto evidence = gather(call, ports_);
    return conclude(call, judged(Context{evidence, params_}, integrity_rules()));
  }

 private:
  Params params_;
  Ports ports_{this};
};

}  // namespace document_integrity
