// The most probable text of an alphabet: a beam search over prefixes, which unlike the single best path adds up the
// alignments of a text.
#pragma once
#include <vector>

#include "emissions.hpp"

namespace cotejo::text_reading {
// Indices of the alphabet's symbols. [thread-safe]
std::vector<int> most_probable(const Emissions& emissions);
}  // namespace cotejo::text_reading
