// From the traits of watchlist.match, and of what reads a voter card.
#pragma once
#include <judgement/gathering.hpp>
#include <optional>
#include <vector>

#include "rules.hpp"

namespace watchlist {

struct Ports {
  template <class T>
  using In = cotejo::judgement::Input<T>;

  cotejo::Component* owner;
  In<cotejo::Json> hits{owner, "hits", "watchlist.match.hits"};
  In<cotejo::Json> lists{owner, "lists", "watchlist.match.lists"};
  In<bool> card_named{owner, "card_named", "watchlist.match.card_named"};
  In<cotejo::Json> left_out{owner, "left_out", "watchlist.match.left_out"};
  In<std::string> card_given_names{owner, "card_given_names", "ine.front.given_names"};
  In<std::string> card_surname{owner, "card_surname", "ine.front.surname"};
  In<std::string> card_second_surname{owner, "card_second_surname", "ine.front.second_surname"};
  In<std::string> zone_given_names{owner, "zone_given_names", "mrz.given_names"};
  In<std::string> zone_surnames{owner, "zone_surnames", "mrz.surnames"};
};

// A trait that does not have the expected form counts as missing.
Facts gather(const cotejo::Call& call, const Ports& ports, double min_probability);

}  // namespace watchlist
