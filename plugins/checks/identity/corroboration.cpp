#include "corroboration.hpp"

#include <algorithm>
#include <vector>

#include "comparing.hpp"
#include "mrz/writing.hpp"

namespace identity {
namespace {

namespace mx = cotejo::mx;
using cotejo::judgement::any_right;
using cotejo::judgement::Grounds;

// Which values two places of the card state alike, by their ports.
class Confirmed {
 public:
  explicit Confirmed(double min_probability) : min_probability_(min_probability) {}

  // Each of the two is made of the facts of one place.
  void add(const Grounds& one, const Grounds& other) {
    for (const Ground& a : one) {
      for (const Ground& b : other) {
        if (any_right({a, b}) < min_probability_) continue;
        ports_.push_back(a.port.index);
        ports_.push_back(b.port.index);
      }
    }
  }
  bool holds(cotejo::PortRef port) const { return std::find(ports_.begin(), ports_.end(), port.index) != ports_.end(); }

 private:
  double min_probability_;
  std::vector<std::uint32_t> ports_;
};

std::string zone_form(const Text& fact) {
  return cotejo::mrz::transliterate(*fact);
}

void compare_surnames(const Facts& facts, Confirmed& confirmed) {
  if (!facts.surname || !facts.mrz_surnames) return;
  const std::string zone = zone_form(facts.mrz_surnames);
  const std::string first = zone_form(facts.surname);
  if (facts.second_surname && zone == first + '<' + zone_form(facts.second_surname)) {
    confirmed.add({facts.surname, facts.second_surname}, {facts.mrz_surnames});
  } else if (zone == first) {
    confirmed.add({facts.surname}, {facts.mrz_surnames});
  }
}

void compare_given_names(const Facts& facts, Confirmed& confirmed) {
  if (!facts.given_names || !facts.mrz_given_names) return;
  if (zone_form(facts.given_names) == zone_form(facts.mrz_given_names)) {
    confirmed.add({facts.given_names}, {facts.mrz_given_names});
  }
}

// A CURP confirms a date and is not confirmed by it: its letters may still be wrong.
void compare_birth_dates(const Facts& facts, const Params& params, Confirmed& confirmed) {
  if (!facts.birth_date) return;
  if (facts.mrz_birth_date && facts.zone_trusted() && *facts.birth_date == *facts.mrz_birth_date) {
    confirmed.add({facts.birth_date}, {facts.mrz_birth_date});
  }
  const auto curp = sound_curp(facts.curp);
  const bool certain = curp && facts.curp.probability >= params.min_probability;
  if (certain && *facts.birth_date == curp->birth_date) confirmed.add({facts.birth_date}, {facts.curp});
}

}  // namespace

Facts settle(Facts facts, const Params& params) {
  Confirmed confirmed(params.min_probability);
  compare_surnames(facts, confirmed);
  compare_given_names(facts, confirmed);
  compare_birth_dates(facts, params, confirmed);
  facts.each([&](auto& fact) {
    if (fact && fact.probability < params.min_probability && !confirmed.holds(fact.port)) fact.value.reset();
  });
  return facts;
}

}  // namespace identity
