// check.identity: do the front, the back and the machine-readable zone of a voter card, and what the applicant
// declared, describe one person who may hold this card today?
#pragma once
#include <cotejo/plugin.hpp>
#include <deque>

#include "corroboration.hpp"
#include "facts.hpp"
#include "judgement.hpp"
#include "params.hpp"
#include "rules.hpp"

namespace identity {

class IdentityCheck final : public cotejo::Check {
 public:
  static constexpr cotejo::About about{"check.identity", "1.0.0",
                                       "Card front, back, machine-readable zone and declared data describe one person"};
  using Params = identity::Params;

  explicit IdentityCheck(Params params) : params_(std::move(params)) {
    for (const Rule& rule : rules()) {
      for (std::string_view code : rule.codes) codes_.emplace_back(this, code);
    }
    for (std::string_view code : {kFieldUnreadable, kApplicantFieldMissing}) codes_.emplace_back(this, code);
  }

  cotejo::Status run(cotejo::Call& call) override {
    const auto today = cotejo::mx::parse_iso_date(call.today());
    if (!today) return call.internal("the host's date is not a calendar date");
    const Facts facts =
        settle(gather(call, ports_, std::min(params_.min_corroborated_probability, params_.min_probability)), params_);
    const Judgement judgement = judge({facts, params_, *today});
    for (const Finding& finding : judgement.findings()) {
      call.item(code(finding.code), finding.severity, finding.confidence, finding.ports, finding.params);
    }
    call.conclude(judgement.verdict(), judgement.confidence());
    return cotejo::Status::ok;
  }

 private:
  // The rules declare every code that they report.
  const cotejo::Code& code(std::string_view name) const {
    return *std::find_if(codes_.begin(), codes_.end(), [&](const cotejo::Code& c) { return c.view() == name; });
  }

  Params params_;
  Ports ports_{this};
  std::deque<cotejo::Code> codes_;
};

}  // namespace identity
