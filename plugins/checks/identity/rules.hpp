// The rules of check.identity: one small function each, in one table. A rule says what it found to the Judgement; a
// rule whose values are not there says nothing, or that a required one is missing.
#pragma once
#include <algorithm>
#include <span>

#include "facts.hpp"
#include "judgement.hpp"
#include "params.hpp"

namespace identity {

struct Context {
  const Facts& facts;
  const Params& params;
  cotejo::mx::Date today;

  // The product wants this source compared before the check passes.
  bool needs(Source source) const {
    return std::find(params.sources.begin(), params.sources.end(), name(source)) != params.sources.end();
  }
};

struct Rule {
  std::string_view name;
  void (*judge)(const Context& context, Judgement& judgement);
  std::vector<std::string_view> codes;  // that the rule may report; the component's declaration is made of them
};

std::span<const Rule> rules();

Judgement judge(const Context& context);

// Groups of rules, one a file.
std::span<const Rule> card_rules();       // the front against itself
std::span<const Rule> back_rules();       // the back and its machine-readable zone against the front
std::span<const Rule> validity_rules();   // expiry, generation, age, specimens
std::span<const Rule> applicant_rules();  // the declared data against the card

}  // namespace identity
