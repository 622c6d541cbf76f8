#include "engine/deadlines.hpp"

#include <pthread.h>

namespace cotejo::engine {

Deadlines::Deadlines() : thread_([this] { work(); }) {}

Deadlines::~Deadlines() {
  stop();
}

void Deadlines::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

Deadlines::Handle Deadlines::at(Clock::time_point when, std::function<void()> expired) {
  std::unique_lock lock(mutex_);
  const Handle handle{when, next_++};
  const bool first = entries_.empty() || handle < entries_.begin()->first;
  entries_.emplace(handle, std::move(expired));
  lock.unlock();
  if (first) changed_.notify_all();
  return handle;
}

void Deadlines::cancel(const Handle& handle) {
  decltype(entries_)::node_type dropped;  // destroyed outside the lock: it may own the last reference to a run
  const std::lock_guard lock(mutex_);
  dropped = entries_.extract(handle);
}

void Deadlines::work() {
  pthread_setname_np(pthread_self(), "cotejo-timer");
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (entries_.empty()) {
      changed_.wait(lock);
    } else if (const auto until = entries_.begin()->first.first; until > Clock::now()) {
      changed_.wait_until(lock, until);
    } else {
      auto expired = std::move(entries_.begin()->second);
      entries_.erase(entries_.begin());
      lock.unlock();
      expired();
      expired = nullptr;
      lock.lock();
    }
  }
}

}  // namespace cotejo::engine
