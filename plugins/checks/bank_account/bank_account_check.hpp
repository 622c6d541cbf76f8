// check.bank_account: is this a whole, recent, untouched statement of the applicant's own account?
#pragma once
#include <cotejo/plugin.hpp>
#include <deque>

#include "facts.hpp"
#include "judgement.hpp"
#include "rules.hpp"

namespace bank_account {

class BankAccountCheck final : public cotejo::Check {
 public:
  static constexpr cotejo::About about{"check.bank_account", "1.0.0",
                                       "A whole, recent and consistent statement of the applicant's own account"};
  using Params = bank_account::Params;

  explicit BankAccountCheck(Params params) : params_(std::move(params)) {
    if (params_.other_name_similarity > params_.min_name_similarity)
      throw std::invalid_argument("other_name_similarity is above min_name_similarity");
    for (const auto rules : {account_rules(), arithmetic_rules()})
      for (const Rule& rule : rules)
        for (std::string_view code : rule.codes) codes_.emplace_back(this, code);
    for (std::string_view code : {kNotAStatement, kUnreadable, kApplicantFieldMissing}) codes_.emplace_back(this, code);
  }

  cotejo::Status run(cotejo::Call& call) override {
    const auto today = cotejo::mx::parse_iso_date(call.today());
    if (!today) return call.internal("the host's date is not a calendar date");
    const Facts facts = gather(call, ports_, params_.min_probability);
    if (!facts.is_statement) {
      call.item(code(kNotAStatement), cotejo::Severity::major, kNotRecognised, {ports_.movements});
      call.conclude(cotejo::Verdict::fail, kNotRecognised);
      return cotejo::Status::ok;
    }
    Judgement judgement;
    const Context context{facts, params_, *today};
    for (const auto rules : {account_rules(), arithmetic_rules()})
      for (const Rule& rule : rules) rule.judge(context, judgement);
    for (const Finding& finding : judgement.findings())
      call.item(code(finding.code), finding.severity, finding.confidence, finding.ports, finding.params,
                finding.region);
    call.conclude(judgement.verdict(), judgement.confidence());
    return cotejo::Status::ok;
  }

 private:
  static constexpr double kNotRecognised = 0.9;  // a score: a layout may be one that the reader has never seen

  const cotejo::Code& code(std::string_view name) const {
    return *std::find_if(codes_.begin(), codes_.end(), [&](const cotejo::Code& c) { return c.view() == name; });
  }

  Params params_;
  Ports ports_{this};
  std::deque<cotejo::Code> codes_;
};

}  // namespace bank_account
