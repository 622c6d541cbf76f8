// The rules of check.geolocation: one small function each, in tables.
#pragma once
#include <judgement/judged_check.hpp>

#include "facts.hpp"

namespace geolocation_check {

struct Context {
  const Facts& facts;
  const Params& params;
  const AllowedArea& allowed;
  cotejo::instants::Milliseconds now;
};

using Judgement = cotejo::judgement::Judgement;
using Rule = cotejo::judgement::Rule<Context>;
using cotejo::judgement::Grounds;

std::span<const Rule> fix_rules();     // whether there is a position, and what it is worth
std::span<const Rule> place_rules();   // where it is
std::span<const Rule> device_rules();  // what reports it

inline constexpr std::string_view kMexico = "MX";  // ISO 3166-1

// Whether the position is accurate enough to be compared with a place.
bool is_accurate(const Context& c);

}  // namespace geolocation_check
