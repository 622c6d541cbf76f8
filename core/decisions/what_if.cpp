#include "decisions/what_if.hpp"

#include <algorithm>
#include <set>

#include "decisions/decide.hpp"

namespace cotejo::decisions {
namespace {

using domain::Verification;

std::set<std::string_view> check_names(const products::Product& product) {
  std::set<std::string_view> names;
  for (std::size_t i = product.plan.first_check; i < product.plan.nodes.size(); ++i)
    names.insert(product.plan.nodes[i].instance);
  return names;
}

std::set<std::string_view> check_names(const Verification& verification) {
  std::set<std::string_view> names;
  for (const auto& check : verification.checks) names.insert(check.name);
  return names;
}

}  // namespace

std::optional<SetAside> WhatIf::unfit(const Verification& verification) const {
  if (verification.checks.empty()) return SetAside::never_ran;
  const auto& ran = verification.product;
  // Before plans had digests of their own, that of the whole definition was all there was.
  const bool same_plan = ran.plan.empty() ? ran.digest == product_.digest : ran.plan == product_.plan_digest;
  if (!same_plan && !any_plan_) return SetAside::other_plan;
  if (!same_plan && check_names(verification) != check_names(product_)) return SetAside::other_checks;
  return {};
}

bool WhatIf::held(const Verification& verification) const {
  const auto earlier = attempts_.find({verification.tenant, verification.id});
  const Attempts known = earlier == attempts_.end() ? Attempts{} : earlier->second;
  return known.fraud || (known.count < verification.attempt - 1 && held_after_fraud(verification));
}

void WhatIf::remember(const Verification& verification) {
  Attempts& attempts = attempts_[{verification.tenant, verification.id}];
  ++attempts.count;
  attempts.fraud = attempts.fraud || speaks_for_fraud(verification);
}

void WhatIf::decide_again(Verification& verification) {
  const bool hold = held(verification);
  verification.decision = decide(product_, verification);
  if (hold) hold_after_fraud(product_, verification);
  control_quality(product_, verification, rejections_);
}

void WhatIf::add_earlier(Verification verification) {
  if (!unfit(verification)) decide_again(verification);
  remember(verification);
}

void WhatIf::add(Verification verification) {
  if (const auto why = unfit(verification)) {
    ++set_aside_[static_cast<std::size_t>(*why)];
    remember(verification);
    return;
  }
  const domain::Decision from = verification.decision.value_or(domain::Decision{});
  decide_again(verification);
  remember(verification);
  const domain::Decision& to = *verification.decision;
  if (decided_++ == 0) first_ = verification.completed_at;
  last_ = verification.completed_at;
  ++before_[from.outcome];
  ++after_[to.outcome];
  if (from.outcome != to.outcome)
    changes_.push_back({verification.id, verification.tenant, verification.attempt, from, to});
  else if (from.reasons != to.reasons)
    ++other_reasons_;
}

}  // namespace cotejo::decisions
