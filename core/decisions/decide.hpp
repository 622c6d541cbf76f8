// Turns verdicts and items into a decision, and a decision into feedback. All functions are pure.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "domain/verification.hpp"
#include "products/product.hpp"
#include "products/reason_catalogue.hpp"

namespace cotejo::decisions {

// Applies these rules in order; the first that applies decides:
//   1. A reject rule that an item matches (by code, by the class that the catalogue gives the code, or both): reject.
//   2. A check is undecided: the outcome that its on_error names; `permanent` when any error that blocks it is
//   permanent,
//      else `retriable` (a trait that could not be read counts as retriable: a better photo may help). A check of the
//      product without a result is undecided. When several are undecided, one that says `reject` decides.
//   3. All checks pass, each with at least the confidence that the product asks for, and no item is critical, whichever
//      component found it (no check may have looked at a sub-analyzer's finding): approve. But review when an error
//      prevented the findings of an analysis (named in Error::blocked), since one of them might have been critical.
//   4. `otherwise`.
// Undecided never counts as pass: with any undecided check there is no approval. Rules 2 and 4 cannot approve; a
// product that says so does not compile. Reads `verification.items`, `.checks` and `.errors`.
//
// A rejection names the items that justify it. Its confidence is the highest of theirs: each item alone would have been
// enough, and they are not independent, so that their confidences are not combined. The confidence of an approval is
// the lowest of its checks.
domain::Decision decide(const products::Product& product, const domain::Verification& verification);

// ---- Earlier attempts: the next one is not to be a search for the evidence that passes.

// Whether an attempt found what no later one takes back: a critical item of class fraud, or one that it was rejected
// for.
bool speaks_for_fraud(const domain::Verification& verification);
// What would be approved after such an attempt goes to a person: makes a review of it, as control_quality does, which
// comes after this.
void hold_after_fraud(const products::Product& product, domain::Verification& verification);
bool held_after_fraud(const domain::Verification& verification);

// ---- Quality control: a share of the automatic decisions becomes a review, and the person sees what the decision
// would have been.

// The place of a verification in its product's samples, in [0, 1): a SHA-256 hash of its id. Ids are made by the host
// and kept over resubmissions, so that nobody can choose a place or draw again. A sample of 5 % contains the one of 2
// %.
double place_in_sample(const products::Product& product, std::string_view verification_id);

// Whether the cap on rejections must be consulted: the decision is an automatic rejection and not in a sample.
bool asks_cap(const products::Product& product, const domain::Verification& verification);

// Turns an automatic decision into a review when it is in a sample or exceeds the cap on rejections. Then the cause is
// added to decision.reasons, the former outcome is kept in would_be, and the feedback is written again.
// `earlier_rejections`: how many rejections the cap counted before this one; none where nobody counts (a product
// without a cap, a run outside the service). Recorded numbers give the recorded decision again.
void control_quality(const products::Product& product, domain::Verification& verification,
                     std::optional<std::uint64_t> earlier_rejections);

// Fills in reason_class and retriable of the items and returns the feedback: the catalogue's texts, for each audience
// and locale of the product, about items, errors and whatever blocks a check. `verification.decision` must be set.
//   - The applicant never gets a text about a reason of class fraud, whatever the catalogue lists.
//   - A retriable reason says what to send again and how many attempts are left; when none is left, its action becomes
//     contact_support.
//   - What is wrong with evidence as a whole (it was not sent, it cannot be opened) comes first, in the product's
//   order.
//     A check that asks for a value in it, or for one that another component has said how to mend, gets no text. Of
//     several faults of one photo the applicant reads the one that brings about the others.
//   - A rejected applicant reads about the findings that the rejection rests on, and about none when one of them is
//     fraud: that would say what has to look different for another answer.
//   - The agent is told about a review by quality control; the applicant reads only that somebody looks at the case.
//   - An applicant who is approved, or would be, is told so and is not asked to send anything again.
//   - An applicant for whom there is no other text gets the general text of the decision.
// Every code has an entry: the product compiler and the engine refuse codes that the catalogue lacks.
std::vector<domain::Feedback> feedback(const products::Product& product, domain::Verification& verification);

}  // namespace cotejo::decisions
