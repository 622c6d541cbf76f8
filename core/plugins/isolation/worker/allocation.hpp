#pragma once
#include <atomic>
#include <cstdint>

namespace cotejo::plugins::isolation {
// From now on a failed allocation sets `out_of_memory` to 1.
void note_failed_allocations(std::atomic<std::uint32_t>& out_of_memory);
}  // namespace cotejo::plugins::isolation
