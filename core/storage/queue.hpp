// A bounded queue in front of one thread, which takes all waiting work at once, in order.
#pragma once
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <utility>
#include <vector>

namespace cotejo::storage {

template <class Work>
class Queue {
 public:
  explicit Queue(std::size_t capacity) : capacity_(capacity) {}

  // Adds `work`; false when the queue is full or closed, and `work` is then unchanged. With `always` only when it is
  // closed: for work whose number is limited elsewhere.
  bool push(Work& work, bool always = false) {
    {
      const std::lock_guard lock(mutex_);
      if (closed_ || (!always && waiting_.size() >= capacity_)) return false;
      waiting_.push_back(std::move(work));
      if (waiting_.size() < wanted_) return true;
    }
    changed_.notify_one();
    return true;
  }

  // Waits for work and takes all of it. Empty only when the queue is closed and everything was taken.
  std::vector<Work> take_all() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return closed_ || !waiting_.empty(); });
    return std::exchange(waiting_, {});
  }
  // Takes what waits now, without waiting.
  std::vector<Work> take_waiting() {
    const std::lock_guard lock(mutex_);
    return std::exchange(waiting_, {});
  }
  // Takes what waits once it is so many, or at `until`.
  std::vector<Work> take_waiting(std::size_t wanted, std::chrono::steady_clock::time_point until) {
    std::unique_lock lock(mutex_);
    wanted_ = wanted;
    changed_.wait_until(lock, until, [&] { return closed_ || waiting_.size() >= wanted; });
    wanted_ = 1;
    return std::exchange(waiting_, {});
  }

  void close() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    changed_.notify_all();
  }

  bool closed() const {
    const std::lock_guard lock(mutex_);
    return closed_;
  }
  std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return waiting_.size();
  }

 private:
  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Work> waiting_;
  std::size_t wanted_ = 1;  // the one thread is woken for so many
  bool closed_ = false;
};

}  // namespace cotejo::storage
