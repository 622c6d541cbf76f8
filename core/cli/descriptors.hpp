// Makes the limit on connections fit the process's limit on file descriptors.
#pragma once
#include <cstddef>

#include "http/limits.hpp"

namespace cotejo::cli {

// Raises the process's soft limit as far as the configured connections need it. When the hard limit is too low, lowers
// `limits.connections` to what fits, so that a client above the limit gets an answer instead of waiting for an accept()
// that cannot succeed. Returns whether it lowered the limit.
bool fit_descriptors(http::Limits& limits);

}  // namespace cotejo::cli
