// Decides which uncertain readings may be used because another place on the card confirms them.
#pragma once
#include "facts.hpp"
#include "params.hpp"

namespace identity {

// Removes facts that were read with less than Params::min_probability, unless another place on the card states the same
// name or birth date and the two together are certain enough. Probabilities are not changed. The applicant's own
// declaration confirms nothing.
Facts settle(Facts facts, const Params& params);

}  // namespace identity
