// Removes from a result what was read from evidence, when the evidence is erased. The decision and its reasons stay.
#pragma once
#include "domain/verification.hpp"

namespace cotejo::storage {

// Keeps codes, verdicts, the decision, errors and times. Removes the values of traits, params of items, texts, pictures
// and answers of services.
domain::Verification without_evidence(domain::Verification verification);

}  // namespace cotejo::storage
