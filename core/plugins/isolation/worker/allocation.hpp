#pragma once
#include <atomic>
#include <cstdint>

namespace cotejo::plugins::isolation {
// From now on `out_of_memory` is 1 after an allocation that failed.
void note_failed_allocations(std::atomic<std::uint32_t>& out_of_memory);
}  // namespace cotejo::plugins::isolation
