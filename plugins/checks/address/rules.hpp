// The rules of check.address: one small function each, in tables.
#pragma once
#include <judgement/judged_check.hpp>

#include "facts.hpp"

namespace address_check {

struct Context {
  const Facts& facts;
  const Params& params;
  mx::Date today;
};

using Judgement = cotejo::judgement::Judgement;
using Rule = cotejo::judgement::Rule<Context>;
using cotejo::judgement::Grounds;

std::span<const Rule> place_rules();       // where: part by part, and the postal code
std::span<const Rule> bill_rules();        // whose, of which kind, how old
std::span<const Rule> arithmetic_rules();  // whether the numbers hold together

inline constexpr std::string_view kNotABill = "address.not_a_bill";
inline constexpr std::string_view kUnreadable = "address.field_unreadable";
inline constexpr std::string_view kApplicantFieldMissing = "address.applicant_field_missing";

}  // namespace address_check
