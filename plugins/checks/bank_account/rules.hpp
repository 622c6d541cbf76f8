// The rules of check.bank_account: one small function each, in one table.
#pragma once
#include <judgement/judged_check.hpp>

#include "facts.hpp"

namespace bank_account {

struct Context {
  const Facts& facts;
  const Params& params;
  cotejo::mx::Date today;
};

using Judgement = cotejo::judgement::Judgement;
using Rule = cotejo::judgement::Rule<Context>;
using cotejo::judgement::Grounds;

std::span<const Rule> account_rules();     // whose, which account, when
std::span<const Rule> arithmetic_rules();  // whether the numbers hold together, and whether all are there

inline constexpr std::string_view kNotAStatement = "bank_account.not_a_statement";
inline constexpr std::string_view kSeveralAccounts = "bank_account.several_accounts";
inline constexpr std::string_view kUnreadable = "bank_account.field_unreadable";
inline constexpr std::string_view kApplicantFieldMissing = "bank_account.applicant_field_missing";

}  // namespace bank_account
