// malloc and its kin, as glibc has them, except that a failure is noted on the control page: libraries turn "no memory"
// into all kinds of other complaints, and the host wants to know what it was.
#include "plugins/isolation/worker/allocation.hpp"

#include <cerrno>
#include <cstddef>

namespace cotejo::plugins::isolation {
namespace {
std::atomic<std::uint32_t>* flag = nullptr;
}
void note_failed_allocations(std::atomic<std::uint32_t>& out_of_memory) {
  flag = &out_of_memory;
}

#ifndef COTEJO_SANITIZED  // whose run-time library has its own
namespace {
void* noting(void* memory) {
  if (!memory && flag) flag->store(1, std::memory_order_relaxed);
  return memory;
}
}  // namespace
#endif
}  // namespace cotejo::plugins::isolation

#ifndef COTEJO_SANITIZED
extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);

#define COTEJO_EXPORTED __attribute__((visibility("default")))
using cotejo::plugins::isolation::noting;

COTEJO_EXPORTED void* malloc(std::size_t size) {
  return noting(__libc_malloc(size));
}
COTEJO_EXPORTED void* calloc(std::size_t count, std::size_t size) {
  return noting(__libc_calloc(count, size));
}
COTEJO_EXPORTED void* realloc(void* old, std::size_t size) {
  void* memory = __libc_realloc(old, size);
  return size == 0 ? memory : noting(memory);
}
COTEJO_EXPORTED void* memalign(std::size_t alignment, std::size_t size) {
  return noting(__libc_memalign(alignment, size));
}
COTEJO_EXPORTED void* aligned_alloc(std::size_t alignment, std::size_t size) {
  return noting(__libc_memalign(alignment, size));
}
COTEJO_EXPORTED int posix_memalign(void** out, std::size_t alignment, std::size_t size) {
  if (alignment % sizeof(void*) != 0 || (alignment & (alignment - 1)) != 0 || alignment == 0) return EINVAL;
  void* memory = noting(__libc_memalign(alignment, size));
  if (!memory) return ENOMEM;
  *out = memory;
  return 0;
}
}
#endif
