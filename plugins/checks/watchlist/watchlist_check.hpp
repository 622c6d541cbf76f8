// check.watchlist: is the applicant on a list that forbids a loan, or asks for a person's judgement?
#pragma once
#include <judgement/gathering.hpp>

#include "facts.hpp"
#include "rules.hpp"

namespace watchlist {

class WatchlistCheck final : public cotejo::judgement::JudgedCheck {
 public:
  static constexpr cotejo::About about{"check.watchlist", "1.0.0", "The applicant is on no list that forbids a loan"};
  using Params = watchlist::Params;

  explicit WatchlistCheck(Params params) : params_(std::move(params)) { declare(rules()); }

  cotejo::judgement::Input<cotejo::Json> hits{this, "hits", "watchlist.match.hits"};
  cotejo::judgement::Input<cotejo::Json> lists{this, "lists", "watchlist.match.lists"};

  cotejo::Status run(cotejo::Call& call) override {
    const auto today = cotejo::mx::parse_iso_date(call.today());
    if (!today) return call.internal("the host's date is not a calendar date");
    const cotejo::judgement::Gathering gather(call, 0);
    const auto found = gather.take<std::vector<Hit>>(hits, hits_of);
    const auto searched = gather.take<std::vector<Searched>>(lists, lists_of);
    return conclude(call, judged(Context{found, searched, params_, *today}, rules()));
  }

 private:
  Params params_;
};

}  // namespace watchlist
