// The rules of check.contract: one small function each, in tables.
#pragma once
#include <judgement/judged_check.hpp>

#include "facts.hpp"

namespace contract {

struct Context {
  const Facts& facts;
  const Params& params;
  cotejo::mx::Date today;
};

using Judgement = cotejo::judgement::Judgement;
using Rule = cotejo::judgement::Rule<Context>;
using cotejo::judgement::Ground;
using cotejo::judgement::Grounds;

std::span<const Rule> page_rules();     // whether all pages are there, in order
std::span<const Rule> text_rules();     // whether they say what was offered
std::span<const Rule> signing_rules();  // whether it was signed, and nothing changed since

inline constexpr std::string_view kNotTheContract = "contract.not_the_contract";
inline constexpr std::string_view kUnreadable = "contract.field_unreadable";
inline constexpr std::string_view kOfferIncomplete = "contract.offer_incomplete";

}  // namespace contract
