// The rules of check.synthetic_identity: one small function each, in tables.
#pragma once
#include <judgement/judged_check.hpp>

#include "facts.hpp"

namespace synthetic_identity {

struct Context {
  const Facts& facts;
  const Params& params;
  mx::Date today;
  cotejo::instants::Milliseconds now;
};

using Judgement = cotejo::judgement::Judgement;
using Rule = cotejo::judgement::Rule<Context>;
using cotejo::judgement::Grounds;

std::span<const Rule> link_rules();        // who else has what should be one person's own
std::span<const Rule> series_rules();      // many at once: bursts, CURPs of one pattern, applications without end
std::span<const Rule> identifier_rules();  // whether all identifiers are of one birth, and of years that can be

}  // namespace synthetic_identity
