// The rules of check.bank_account: one small function each, in one table.
#pragma once
#include <span>

#include "facts.hpp"
#include "judgement.hpp"

namespace bank_account {

struct Context {
  const Facts& facts;
  const Params& params;
  cotejo::mx::Date today;
};

struct Rule {
  std::string_view name;
  void (*judge)(const Context& context, Judgement& judgement);
  std::vector<std::string_view> codes;  // that the rule may report; the component's declaration is made of them
};

std::span<const Rule> account_rules();     // whose, which account, when
std::span<const Rule> arithmetic_rules();  // whether the numbers hold together, and whether all are there

inline constexpr std::string_view kNotAStatement = "bank_account.not_a_statement";
inline constexpr std::string_view kUnreadable = "bank_account.field_unreadable";
inline constexpr std::string_view kApplicantFieldMissing = "bank_account.applicant_field_missing";

}  // namespace bank_account
