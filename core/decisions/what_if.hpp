// What a product's policy decides over verifications that were decided already: nothing is run again, their verdicts,
// items and errors are judged anew. Samples fall as they fell, since they go by the id; the cap is counted over what
// the policy would have rejected.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "decisions/rejections.hpp"
#include "domain/verification.hpp"
#include "products/product.hpp"

namespace cotejo::decisions {

// One decision that comes out otherwise: by its outcome.
struct Change {
  std::string id, tenant;
  int attempt = 1;
  domain::Decision from, to;
};

// Why the product cannot decide what is stored.
enum class SetAside {
  other_plan,    // other components, versions, params, models, evidence or wiring found it
  other_checks,  // its checks are not those of the product
  never_ran      // a person decided because the host could not run it
};
inline constexpr std::array kSetAside{SetAside::other_plan, SetAside::other_checks, SetAside::never_ran};

// How many of each outcome.
struct Tally {
  std::array<std::uint64_t, 3> of{};
  std::uint64_t& operator[](domain::Outcome outcome) { return of[static_cast<std::size_t>(outcome)]; }
  std::uint64_t operator[](domain::Outcome outcome) const { return of[static_cast<std::size_t>(outcome)]; }
};

class WhatIf {
 public:
  // `any_plan`: also what another plan found, as long as the checks are the same.
  WhatIf(const products::Product& changed, bool any_plan) : product_(changed), any_plan_(any_plan) {}

  // In the order of completion, of any tenant. With its stored decision.
  void add(domain::Verification verification);
  // One that is not asked about, and that the cap may still count.
  void add_earlier(domain::Verification verification);

  std::uint64_t decided() const { return decided_; }
  std::uint64_t set_aside(SetAside why) const { return set_aside_[static_cast<std::size_t>(why)]; }
  const std::vector<Change>& changes() const { return changes_; }
  std::uint64_t other_reasons() const { return other_reasons_; }  // the same outcome on other grounds
  const Tally& before() const { return before_; }
  const Tally& after() const { return after_; }
  domain::TimePoint first() const { return first_; }
  domain::TimePoint last() const { return last_; }

 private:
  std::optional<SetAside> unfit(const domain::Verification& verification) const;
  void decide_again(domain::Verification& verification);

  const products::Product& product_;
  const bool any_plan_;
  Rejections rejections_;
  std::uint64_t decided_ = 0, other_reasons_ = 0;
  std::array<std::uint64_t, kSetAside.size()> set_aside_{};
  std::vector<Change> changes_;
  Tally before_, after_;
  domain::TimePoint first_{}, last_{};
};

}  // namespace cotejo::decisions
