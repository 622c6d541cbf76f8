// From verdicts and items to a decision and words. Pure functions.
#pragma once
#include "domain/verification.hpp"
#include "products/product.hpp"
#include "products/reason_catalogue.hpp"

namespace cotejo::decisions {

// In this order:
//   1. A reject rule that an item matches: reject.
//   2. An undecided check: what its on_error says, `permanent` when any error that blocks it is permanent, else
//   `retriable`
//      (a trait that could not be read is of that kind: a better photo may help). A check of the product without a
//      result is undecided. With several undecided checks one `reject` is enough.
//   3. All checks pass, each with the confidence that the product asks for, and no item is critical, whoever found it
//      (a sub-analyzer's finding may be one that no check looks at): approve.
//   4. `otherwise`.
// Undecided never counts as pass: with any undecided check there is no approval. Neither 2 nor 4 approves, whatever a
// product says. `verification.items`, `.checks` and `.errors` are read.
domain::Decision decide(const products::Product& product, const domain::Verification& verification);

// Fills reason_class and retriable of the items, and returns the texts for every audience and locale of the product, of
// items, of errors and of what blocks a check, as far as the catalogue words them. `verification.decision` must be
// there already.
//   - A reason of class fraud is never worded to the applicant, whatever the catalogue lists.
//   - A retriable reason says what to send again and how many attempts are left; without any left its action becomes
//     contact_support.
//   - An approved applicant is told so and is not asked to send anything again; any applicant who would get no words
//     gets the general ones of the decision.
// Codes that the catalogue lacks cannot occur: the product compiler and the engine refuse them.
std::vector<domain::Feedback> feedback(const products::Product& product, domain::Verification& verification);

}  // namespace cotejo::decisions
