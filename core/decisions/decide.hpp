// From verdicts and items to a decision and words. Pure functions.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "domain/verification.hpp"
#include "products/product.hpp"
#include "products/reason_catalogue.hpp"

namespace cotejo::decisions {

// In this order:
//   1. A reject rule that an item matches (by code, by the class that the catalogue gives the code, or both): reject.
//   2. An undecided check: what its on_error says, `permanent` when any error that blocks it is permanent, else
//   `retriable`
//      (a trait that could not be read is of that kind: a better photo may help). A check of the product without a
//      result is undecided. With several undecided checks one `reject` is enough.
//   3. All checks pass, each with the confidence that the product asks for, and no item is critical, whoever found it
//      (a sub-analyzer's finding may be one that no check looks at): approve; but review when an error took the
//      findings of an analysis away (it is named in Error::blocked), since one of them might have been critical.
//   4. `otherwise`.
// Undecided never counts as pass: with any undecided check there is no approval. Neither 2 nor 4 approves, whatever a
// product says. `verification.items`, `.checks` and `.errors` are read.
//
// A rejection names the items that justify it, and has the confidence of the surest of them: each would have sufficed,
// and they are not independent, so that they are not combined. An approval has the least confidence of its checks.
domain::Decision decide(const products::Product& product, const domain::Verification& verification);

// ---- Quality control: a share of what would be decided automatically goes to a person, with the decision that it
// would have been.

// Where a verification stands in its product's samples, in [0, 1): drawn from its id by SHA-256. Ids are made by the
// host, and stay over resubmissions: nobody can choose his own place, or draw again. Whoever is in a sample of 2 % is
// also in one of 5 %.
double place_in_sample(const products::Product& product, std::string_view verification_id);

// Whether the cap on rejections has to be asked: the decision is an automatic rejection that no sample takes.
bool asks_cap(const products::Product& product, const domain::Verification& verification);

// Makes a review of an automatic decision that a sample takes, or that the cap does not leave room for, writes why into
// decision.reasons and the decision that it was into would_be, and words the feedback anew. `earlier_rejections`: that
// the cap counts before this one; none where nobody counts (a product without a cap, a run outside the service).
// [pure: what was recorded gives the same again]
void control_quality(const products::Product& product, domain::Verification& verification,
                     std::optional<std::uint64_t> earlier_rejections);

// Fills reason_class and retriable of the items, and returns the texts for every audience and locale of the product, of
// items, of errors and of what blocks a check, as far as the catalogue words them. `verification.decision` must be
// there already.
//   - A reason of class fraud is never worded to the applicant, whatever the catalogue lists.
//   - A retriable reason says what to send again and how many attempts are left; without any left its action becomes
//     contact_support.
//   - What quality control made a review of is told to the agent; the applicant reads that somebody looks at it.
//   - An approved applicant is told so and is not asked to send anything again, nor is one who would be approved; any
//   applicant who would get no words
//     gets the general ones of the decision.
// Codes that the catalogue lacks cannot occur: the product compiler and the engine refuse them.
std::vector<domain::Feedback> feedback(const products::Product& product, domain::Verification& verification);

}  // namespace cotejo::decisions
