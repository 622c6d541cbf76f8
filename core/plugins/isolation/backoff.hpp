// How long a component waits before it starts the next worker: not at all after one failure, and longer after each
// further failure in a row.
#pragma once
#include <algorithm>
#include <chrono>
#include <mutex>

namespace cotejo::plugins::isolation {

// Shared by the workers of one component. [thread-safe]
class Backoff {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::milliseconds kFirst{50}, kLongest{5000};

  void failed(Clock::time_point now) {
    const std::lock_guard lock(mutex_);
    if (failures_++ > 0) {
      pause_ = std::clamp(pause_ * 2, kFirst, kLongest);
      next_ = now + pause_;
    }
  }
  void worked() {
    const std::lock_guard lock(mutex_);
    failures_ = 0;
    pause_ = {};
    next_ = {};
  }
  bool may_start(Clock::time_point now) const {
    const std::lock_guard lock(mutex_);
    return now >= next_;
  }

 private:
  mutable std::mutex mutex_;
  unsigned failures_ = 0;
  std::chrono::milliseconds pause_{};
  Clock::time_point next_{};
};

}  // namespace cotejo::plugins::isolation
