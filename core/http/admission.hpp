// Limits how many connections, requests and bytes of bodies the server holds at once, counted over all I/O threads.
#pragma once
#include <atomic>
#include <cstdint>
#include <utility>

#include "http/limits.hpp"

namespace cotejo::http {

class Gate {
 public:
  explicit Gate(std::uint64_t limit) : limit_(limit) {}

  bool enter(std::uint64_t amount) {
    if (amount > limit_) return false;
    auto before = inside();
    do {
      if (before > limit_ - amount)
        return false;  // does not count what it refuses, so that refused requests keep nobody else out
    } while (!inside_.compare_exchange_weak(before, before + amount, std::memory_order_relaxed));
    return true;
  }
  void leave(std::uint64_t amount) { inside_.fetch_sub(amount, std::memory_order_relaxed); }
  std::uint64_t inside() const { return inside_.load(std::memory_order_relaxed); }

 private:
  const std::uint64_t limit_;
  std::atomic<std::uint64_t> inside_{0};
};

// The share that one holder has taken from a gate; returned on destruction.
class Pass {
 public:
  explicit Pass(Gate& gate) : gate_(&gate) {}
  ~Pass() { gate_->leave(held_); }
  Pass(const Pass&) = delete;
  Pass& operator=(const Pass&) = delete;
  bool take(std::uint64_t amount) {
    if (!gate_->enter(amount)) return false;
    held_ += amount;
    return true;
  }
  void hand_over(Pass& to) { to.held_ += std::exchange(held_, 0); }  // of the same gate

 private:
  Gate* gate_;
  std::uint64_t held_ = 0;
};

struct Admission {
  explicit Admission(const Limits& limits)
      : connections(limits.connections), requests(limits.requests), bytes(limits.bytes) {}
  Gate connections, requests, bytes;
};

}  // namespace cotejo::http
