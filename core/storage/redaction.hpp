// What is left of a result when the evidence behind it is erased: what was decided and why, without what was read.
#pragma once
#include "domain/verification.hpp"

namespace cotejo::storage {

// Codes, verdicts, decision, errors and times stay. Values of traits, params of items, texts, pictures and answers go.
domain::Verification without_evidence(domain::Verification verification);

}  // namespace cotejo::storage
