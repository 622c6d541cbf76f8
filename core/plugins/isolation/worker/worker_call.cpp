#include "plugins/isolation/worker/worker_call.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <chrono>
#include <cstring>

namespace cotejo::plugins::isolation {
namespace {

// From this size on a block's pages are asked for at once and large, which the kernel grants as it can: otherwise a
// photo costs 1500 faults.
constexpr std::uint64_t kHugePage = 2u << 20;

bool inside(const Mapping& mapping, const void* data, std::uint64_t size) {
  const auto* start = static_cast<const std::uint8_t*>(data);
  return mapping && start >= mapping.data() && size <= mapping.size() &&
         static_cast<std::uint64_t>(start - mapping.data()) <= mapping.size() - size;
}

}  // namespace

const std::uint8_t* WorkerMemory::at(Location location, std::uint64_t size) const {
  const auto& mapping = location.in == Location::In::window ? window_ : arena_;
  if (!mapping || size > mapping.size() || location.offset > mapping.size() - size) return nullptr;
  return mapping.data() + location.offset;
}

std::optional<Location> WorkerMemory::place(const void* data, std::uint64_t size) {
  const auto offset = [&](const Mapping& mapping) {
    return static_cast<std::uint64_t>(static_cast<const std::uint8_t*>(data) - mapping.data());
  };
  if (inside(arena_, data, size)) return Location{Location::In::arena, offset(arena_)};
  if (inside(window_, data, size)) return Location{Location::In::window, offset(window_)};
  void* copy = take(size);
  if (!copy) return std::nullopt;
  std::memcpy(copy, data, size);
  return Location{Location::In::arena, static_cast<std::uint64_t>(static_cast<std::uint8_t*>(copy) - arena_.data())};
}

void* WorkerMemory::take(std::uint64_t size) {
  const std::uint64_t start = round_up(used_, size >= kHugePage ? kHugePage : kBlockAlignment);
  if (!arena_ || size == 0 || size > arena_.size() || start > arena_.size() - size) return nullptr;
  used_ = start + size;
  auto* data = arena_.data() + start;
  const std::uint64_t old = start < dirty_ ? std::min(dirty_ - start, size) : 0;
  std::memset(data, 0, old);
  if (size - old >= kHugePage) {
    ::madvise(data, size / kHugePage * kHugePage, MADV_HUGEPAGE);
    ::madvise(data, size, MADV_POPULATE_WRITE);
  }
  return data;
}

std::int64_t WorkerCall::remaining() const {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return received_.terms.deadline_ns - std::chrono::nanoseconds(now).count();
}

template <class Write>
cotejo_status WorkerCall::record(Write write) {
  if (written_.size() <= kMaxOutcomeBytes && write()) return COTEJO_OK;
  too_much_ = true;
  return COTEJO_INVALID_INPUT;
}

cotejo_status WorkerCall::record_nothing(Record of) {
  record([&] { return write_nothing(written_, of), true; });
  return COTEJO_INVALID_INPUT;
}

WorkerCall::WorkerCall(const ReceivedCall& received, WorkerMemory& memory, const Control& control)
    : cotejo_call{}, received_(received), memory_(memory), control_(control) {
  struct_size = sizeof(cotejo_call);
  now_unix_ms = received.now_unix_ms;
  today = received.today;
  response = received.response ? &*received.response : nullptr;
  input_count = [](const cotejo_call* c, std::uint32_t port) -> std::uint64_t {
    const auto& all = of(c).received_.inputs;
    return port < all.size() ? all[port].size() : 0;
  };
  input = [](const cotejo_call* c, std::uint32_t port, std::uint64_t index) -> const cotejo_input* {
    const auto& all = of(c).received_.inputs;
    return port < all.size() && index < all[port].size() ? &all[port][index] : nullptr;
  };
  allocate = [](const cotejo_call* c, std::uint64_t size) { return of(c).memory_.take(size); };
  emit = [](const cotejo_call* c, const cotejo_output* output) {
    if (!output) return of(c).record_nothing(Record::output);
    return of(c).record([&] { return write(of(c).written_, *output, of(c).memory_); });
  };
  item = [](const cotejo_call* c, const cotejo_item* found) {
    if (!found) return of(c).record_nothing(Record::item);
    return of(c).record([&] { return write(of(c).written_, *found), true; });
  };
  conclude = [](const cotejo_call* c, std::int32_t verdict, double confidence) {
    return of(c).record([&] { return write_verdict(of(c).written_, verdict, confidence), true; });
  };
  request = [](const cotejo_call* c, const cotejo_request* asked) {
    if (!asked) return of(c).record_nothing(Record::request);
    return of(c).record([&] { return write(of(c).written_, *asked), true; });
  };
  fail = [](const cotejo_call* c, const cotejo_failure* failure) {
    if (failure) of(c).record([&] { return write(of(c).written_, *failure), true; });
  };
  remaining_ns = [](const cotejo_call* c) { return of(c).remaining(); };
  is_cancelled = [](const cotejo_call* c) -> std::int32_t {
    return of(c).control_.cancelled.load(std::memory_order_relaxed) != 0 || of(c).remaining() <= 0;
  };
}

std::optional<std::string> WorkerCall::outcome(cotejo_status status) {
  write_end(written_, status);
  Writer whole;
  whole.number(memory_.used());
  if (too_much_ || whole.size() + written_.size() > kMaxOutcomeBytes) return std::nullopt;
  return whole.bytes() + written_.bytes();
}

}  // namespace cotejo::plugins::isolation
