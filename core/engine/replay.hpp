// A stored verification, run again over what was recorded with it: same evidence, same instant, same answers.
#pragma once
#include <string>

#include "engine/engine.hpp"
#include "storage/store.hpp"

namespace cotejo::engine {

// What was submitted, as its latest attempt had it. `product`: as it is now.
Submission submission_of(const storage::Work& work, std::shared_ptr<const products::Product> product);

// The result as the store writes it, without what the clock makes different each time: how long things took, and what
// was memoised. Two runs over the same inputs give the same bytes.
std::string comparable_text(domain::Verification verification);

}  // namespace cotejo::engine
