// Uncertain readings that another place of the card confirms.
#pragma once
#include "facts.hpp"
#include "params.hpp"

namespace identity {

// Takes out what was read with less than Params::min_probability, unless another place of the card states the same name
// or birth date and the two together are certain enough. Probabilities stay what they were. What the applicant declared
// confirms nothing.
Facts settle(Facts facts, const Params& params);

}  // namespace identity
