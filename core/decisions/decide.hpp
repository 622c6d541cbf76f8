// From verdicts and items to a decision and words. Pure functions.
#pragma once
#include "domain/verification.hpp"
#include "products/product.hpp"
#include "products/reason_catalogue.hpp"

namespace cotejo::decisions {

// In this order: a matching reject rule; an undecided check's error policy; all checks pass with the confidence
// required; otherwise. Undecided never counts as pass: with any undecided check there is no approval.
// `verification.items`, `.checks` and `.errors` are read.
domain::Decision decide(const products::Product& product, const domain::Verification& verification);

// Fills reason_class and retriable of the items, and returns the texts for every audience and locale of the product. A
// reason of class fraud is never worded to the applicant beyond its own neutral text; a retriable reason says what to
// send again and how many attempts are left. Codes that the catalogue lacks cannot occur: the product compiler and the
// engine refuse them.
std::vector<domain::Feedback> feedback(const products::Product& product, domain::Verification& verification);

}  // namespace cotejo::decisions
