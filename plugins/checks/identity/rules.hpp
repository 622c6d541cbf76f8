// The rules of check.identity: one small function each, in one table.
#pragma once
#include <algorithm>
#include <judgement/judged_check.hpp>

#include "facts.hpp"
#include "params.hpp"

namespace identity {

using cotejo::judgement::Grounds;
using cotejo::judgement::Judgement;

struct Context {
  const Facts& facts;
  const Params& params;
  cotejo::mx::Date today;

  // Whether the product requires that this source is compared before the check passes.
  bool needs(std::string_view source) const {
    return std::find(params.sources.begin(), params.sources.end(), source) != params.sources.end();
  }
};

using Rule = cotejo::judgement::Rule<Context>;

inline constexpr std::string_view kFieldUnreadable = "identity.field_unreadable";
inline constexpr std::string_view kApplicantFieldMissing = "identity.applicant_field_missing";

// Reports that a comparison which the product requires was not possible.
template <class T>
void miss(const cotejo::judgement::Fact<T>& fact, Judgement& judgement) {
  judgement.miss(fact, fact.source == source::application ? kApplicantFieldMissing : kFieldUnreadable);
}

// Groups of rules, one a file.
std::span<const Rule> card_rules();       // the front against itself
std::span<const Rule> back_rules();       // the back and its machine-readable zone against the front
std::span<const Rule> validity_rules();   // expiry, generation, age, specimens
std::span<const Rule> applicant_rules();  // the declared data against the card

}  // namespace identity
