// Runs a stored verification again over what was recorded with it: the same evidence, time and answers of services.
#pragma once
#include <string>

#include "engine/engine.hpp"
#include "storage/store.hpp"

namespace cotejo::engine {

// What the latest attempt was given. `product` is the present one.
Submission submission_of(const storage::Work& work, std::shared_ptr<const products::Product> product);

// The result as the store writes it, but without what differs from run to run: durations, and which results were
// memoised. Two runs over the same inputs give the same bytes.
std::string comparable_text(domain::Verification verification);

}  // namespace cotejo::engine
