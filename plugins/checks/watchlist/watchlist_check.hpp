// check.watchlist: is the applicant on a list that forbids a loan or requires a person's judgement?
#pragma once
#include "facts.hpp"
#include "rules.hpp"

namespace watchlist {

class WatchlistCheck final : public cotejo::judgement::JudgedCheck {
 public:
  static constexpr cotejo::About about{"check.watchlist", "1.0.0", "The applicant is on no list that forbids a loan"};
  using Params = watchlist::Params;

  explicit WatchlistCheck(Params params) : params_(std::move(params)) { declare(rules()); }

  cotejo::Status run(cotejo::Call& call) override {
    const auto today = cotejo::mx::parse_iso_date(call.today());
    if (!today) return call.internal("the host's date is not a calendar date");
    return conclude(call, judged(Context{gather(call, ports_, params_.min_probability), params_, *today}, rules()));
  }

 private:
  Params params_;
  Ports ports_{this};
};

}  // namespace watchlist
