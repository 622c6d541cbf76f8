// The rules of check.document_integrity: one small function each, in one table.
#pragma once
#include "facts.hpp"
#include "params.hpp"

namespace document_integrity {

struct Context {
  const std::vector<Examined>& evidence;
  const Params& params;
};

using Rule = cotejo::judgement::Rule<Context>;
std::span<const Rule> integrity_rules();

}  // namespace document_integrity
