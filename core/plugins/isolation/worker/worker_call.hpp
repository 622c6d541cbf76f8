// The cotejo_call that a plugin sees inside a worker: inputs lie in the window, allocate() takes memory from the arena,
// and what the plugin emits is recorded as a message for the host.
#pragma once
#include <cotejo/abi.h>

#include "plugins/isolation/messages.hpp"
#include "plugins/isolation/shared_memory.hpp"

namespace cotejo::plugins::isolation {

// Finds out where a block lies in shared memory; copies blocks that lie elsewhere into the arena.
class WorkerMemory : public Memory, public Placing {
 public:
  // `dirty`: the number of bytes at the start of the arena that an earlier call has used.
  WorkerMemory(const Mapping& window, const Mapping& arena, std::uint64_t dirty = 0)
      : window_(window), arena_(arena), dirty_(dirty) {}
  const std::uint8_t* at(Location location, std::uint64_t size) const override;
  std::optional<Location> place(const void* data, std::uint64_t size) override;
  // Zero-filled; null when the arena is full.
  void* take(std::uint64_t size);
  std::uint64_t used() const { return used_; }

 private:
  const Mapping& window_;
  const Mapping& arena_;
  const std::uint64_t dirty_;
  std::uint64_t used_ = 0;
};

class WorkerCall : public cotejo_call {
 public:
  WorkerCall(const ReceivedCall& received, WorkerMemory& memory, const Control& control);
  WorkerCall(const WorkerCall&) = delete;
  WorkerCall& operator=(const WorkerCall&) = delete;

  // The message with the outcome; none when it would be longer than kMaxOutcomeBytes.
  std::optional<std::string> outcome(cotejo_status status);

 private:
  static WorkerCall& of(const cotejo_call* call) { return *static_cast<WorkerCall*>(const_cast<cotejo_call*>(call)); }
  std::int64_t remaining() const;
  template <class Write>
  cotejo_status record(Write write);
  cotejo_status record_nothing(Record of);

  const ReceivedCall& received_;
  WorkerMemory& memory_;
  const Control& control_;
  Writer written_;
  bool too_much_ = false;
};

}  // namespace cotejo::plugins::isolation
