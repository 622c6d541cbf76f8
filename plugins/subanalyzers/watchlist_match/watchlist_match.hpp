// watchlist.match: is the applicant on one of the lists that the lender keeps?
#pragma once
#include <boost/json/array.hpp>
#include <cotejo/plugin.hpp>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "index.hpp"

namespace watchlist_match {

struct Params {
  std::vector<std::string> lists{"sample-list"};
  double min_score = 0.8;
  std::int64_t max_hits = 20;

  static void describe(cotejo::ParamSet<Params>& set);
};

class WatchlistMatch final : public cotejo::SubAnalyzer {
 public:
  static constexpr cotejo::About about{
      "watchlist.match", "1.0.0", "Looks for the applicant on lists, by names and numbers of application and card"};
  static constexpr bool parallel = true;
  using Params = watchlist_match::Params;

  explicit WatchlistMatch(Params params);

  cotejo::OptionalPort<std::string> given_names{this, "given_names", "application.given_names"};
  cotejo::OptionalPort<std::string> surname{this, "surname", "application.surname"};
  cotejo::OptionalPort<std::string> second_surname{this, "second_surname", "application.second_surname"};
  cotejo::ManyPort<std::string> names{this, "names", "application.name", "Whole names, where they are not in parts"};
  cotejo::OptionalPort<std::string> curp{this, "curp", "application.curp"};
  cotejo::OptionalPort<std::string> rfc{this, "rfc", "application.rfc"};
  cotejo::OptionalPort<cotejo::Date> birth_date{this, "birth_date", "application.birth_date"};
  // Ports that take many values, since their default sources are then looked for in all evidence: a product need not
  // say which evidence is the card.
  cotejo::ManyPort<std::string> card_given_names{this, "card_given_names", "ine.front.given_names"};
  cotejo::ManyPort<std::string> card_surname{this, "card_surname", "ine.front.surname"};
  cotejo::ManyPort<std::string> card_second_surname{this, "card_second_surname", "ine.front.second_surname"};
  cotejo::ManyPort<std::string> zone_given_names{this, "zone_given_names", "mrz.given_names"};
  cotejo::ManyPort<std::string> zone_surnames{this, "zone_surnames", "mrz.surnames"};
  cotejo::ManyPort<std::string> card_curp{this, "card_curp", "ine.front.curp"};
  cotejo::ManyPort<cotejo::Date> card_birth_date{this, "card_birth_date", "ine.front.birth_date"};
  cotejo::ManyPort<cotejo::Date> zone_birth_date{this, "zone_birth_date", "mrz.birth_date"};
  cotejo::OptionalPort<cotejo::Json> person{
      this, "person", "json.document", "An object whose members are named as the ports are: where those are not bound"};

  cotejo::Trait<cotejo::Json> hits{this, "hits",
                                   "Who may be meant: list, source, date, kind, entry, score, what agrees"};
  cotejo::Trait<std::int64_t> count{this, "count", "Of the hits"};
  cotejo::Trait<double> best_score{this, "best_score", "0..1, of the most similar name on any list; 0 without one"};
  cotejo::Trait<bool> card_named{this, "card_named", "The name on a card was looked for, too"};
  cotejo::Trait<cotejo::Json> left_out{this, "left_out",
                                       "Members of `person` that are there and no text, and were not looked for"};
  cotejo::Trait<cotejo::Json> lists{this, "lists", "The lists that were searched: title, source, date, entries"};

  cotejo::Code nobody{this, "watchlist.match.nobody_named"};

  void prepare(cotejo::Host& host) override;
  cotejo::Status run(cotejo::Call& call) override;

 private:
  struct Loaded {
    std::unique_ptr<const List> list;
    std::unique_ptr<const Index> index;
  };
  // All that names the person, and what of it could not be looked for.
  struct Named {
    Subject subject;
    bool by_card = false;
    boost::json::array left_out{};
  };
  Named named(const cotejo::Call& call) const;
  void add_declared(const cotejo::Call& call, Named& named) const;
  void add_cards(const cotejo::Call& call, Named& named) const;

  Params params_;
  std::deque<cotejo::Model> models_;
  std::vector<Loaded> loaded_;
};

}  // namespace watchlist_match
