// The rules of check.signature: one small function each, in one table.
#pragma once
#include <judgement/judged_check.hpp>

#include "facts.hpp"

namespace signature_check {

struct Context {
  const Facts& facts;
  const Params& params;
};

using Judgement = cotejo::judgement::Judgement;
using Rule = cotejo::judgement::Rule<Context>;

std::span<const Rule> rules();

inline constexpr std::string_view kNotReadable = "signature.not_readable";

}  // namespace signature_check
