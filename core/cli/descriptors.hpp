// How many connections the process may have open, by its limit of descriptors.
#pragma once
#include <cstddef>

#include "http/limits.hpp"

namespace cotejo::cli {

// Raises the soft limit as far as the configured connections need it. When the hard limit is lower, lowers
// `limits.connections` to what fits: a client too many is then told so, instead of waiting before a door that cannot
// open. Returns whether it was lowered.
bool fit_descriptors(http::Limits& limits);

}  // namespace cotejo::cli
