// What a worker gives up before it sees any evidence.
#pragma once
#include <cstdint>
#include <string>

namespace cotejo::plugins::isolation {

// From now on at most `memory` more bytes of its own and `shared` of mappings, and no system call but those that run()
// needs. Empty, or a sentence that says what the kernel did not grant.
std::string confine(std::uint64_t memory, std::uint64_t shared, int socket);

}  // namespace cotejo::plugins::isolation
