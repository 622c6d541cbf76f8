// The rights that a worker gives up before it sees any evidence.
#pragma once
#include <cstdint>
#include <string>

namespace cotejo::plugins::isolation {

// From now on the process may allocate at most `memory` more bytes of its own and map `shared` bytes, and may make only
// those system calls that run() needs. Returns an empty text, or a sentence that says what the kernel refused to set.
std::string confine(std::uint64_t memory, std::uint64_t shared, int socket);

}  // namespace cotejo::plugins::isolation
