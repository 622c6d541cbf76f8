// What another policy would have decided about stored verifications. No component runs again: the stored verdicts,
// items and errors are judged by the other policy. Quality control takes the same samples as before, since they depend
// on the verification's id alone; its cap on rejections counts what the other policy rejects. What it would approve
// after an attempt that found fraud goes to a person, as the service sees to it; of attempts that were not added the
// stored decision says so where it was held back itself.
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "decisions/rejections.hpp"
#include "domain/verification.hpp"
#include "products/product.hpp"

namespace cotejo::decisions {

// A decision whose outcome differs.
struct Change {
  std::string id, tenant;
  int attempt = 1;
  domain::Decision from, to;
};

// Why the product cannot decide about a stored verification.
enum class SetAside {
  other_plan,    // its findings come from other components, versions, params, models, evidence or wiring
  other_checks,  // its checks are not those of the product
  never_ran      // the host could not run it and sent it to a person
};
inline constexpr std::array kSetAside{SetAside::other_plan, SetAside::other_checks, SetAside::never_ran};

// The number of decisions by outcome.
struct Tally {
  std::array<std::uint64_t, 3> of{};
  std::uint64_t& operator[](domain::Outcome outcome) { return of[static_cast<std::size_t>(outcome)]; }
  std::uint64_t operator[](domain::Outcome outcome) const { return of[static_cast<std::size_t>(outcome)]; }
};

class WhatIf {
 public:
  // `any_plan`: also decide about verifications of another plan, as long as their checks are the same.
  WhatIf(const products::Product& changed, bool any_plan) : product_(changed), any_plan_(any_plan) {}

  // Judges a completed verification, which holds its stored decision. Call it in the order of completion; tenants may
  // be mixed.
  void add(domain::Verification verification);
  // A verification before the period that is asked about: it is not counted as changed, but the cap may count it.
  void add_earlier(domain::Verification verification);

  std::uint64_t decided() const { return decided_; }
  std::uint64_t set_aside(SetAside why) const { return set_aside_[static_cast<std::size_t>(why)]; }
  const std::vector<Change>& changes() const { return changes_; }
  std::uint64_t other_reasons() const { return other_reasons_; }  // the same outcome for other reasons
  const Tally& before() const { return before_; }
  const Tally& after() const { return after_; }
  domain::TimePoint first() const { return first_; }
  domain::TimePoint last() const { return last_; }

 private:
  // The attempts of one verification that were added.
  struct Attempts {
    int count = 0;
    bool fraud = false;  // one of them found it
  };
  std::optional<SetAside> unfit(const domain::Verification& verification) const;
  void decide_again(domain::Verification& verification);
  bool held(const domain::Verification& verification) const;
  void remember(const domain::Verification& verification);

  const products::Product& product_;
  const bool any_plan_;
  Rejections rejections_;
  std::map<std::pair<std::string, std::string>, Attempts> attempts_;  // by tenant and id
  std::uint64_t decided_ = 0, other_reasons_ = 0;
  std::array<std::uint64_t, kSetAside.size()> set_aside_{};
  std::vector<Change> changes_;
  Tally before_, after_;
  domain::TimePoint first_{}, last_{};
};

}  // namespace cotejo::decisions
