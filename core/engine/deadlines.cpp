#include "engine/deadlines.hpp"

#include <pthread.h>

namespace cotejo::engine {

Deadlines::Deadlines() : thread_([this] { work(); }) {}

Deadlines::~Deadlines() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

std::size_t Deadlines::at(Clock::time_point when, std::function<void()> expired) {
  const std::lock_guard lock(mutex_);
  const std::size_t id = next_id_++;
  const bool first = entries_.empty() || when < entries_.begin()->first;
  entries_.emplace(when, std::pair{id, std::move(expired)});
  by_id_.emplace(id, when);
  if (first) changed_.notify_all();
  return id;
}

void Deadlines::cancel(std::size_t id) {
  std::function<void()> dropped;  // destroyed outside the lock: it may own the last reference to a run
  const std::lock_guard lock(mutex_);
  const auto known = by_id_.find(id);
  if (known == by_id_.end()) return;
  const auto [begin, end] = entries_.equal_range(known->second);
  for (auto it = begin; it != end; ++it) {
    if (it->second.first != id) continue;
    dropped = std::move(it->second.second);
    entries_.erase(it);
    break;
  }
  by_id_.erase(known);
}

void Deadlines::work() {
  pthread_setname_np(pthread_self(), "cotejo-timer");
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (entries_.empty()) {
      changed_.wait(lock);
    } else if (const auto first = entries_.begin(); first->first > Clock::now()) {
      const auto until = first->first;
      changed_.wait_until(lock, until);
    } else {
      auto expired = std::move(first->second.second);
      by_id_.erase(first->second.first);
      entries_.erase(first);
      lock.unlock();
      expired();
      expired = nullptr;
      lock.lock();
    }
  }
}

}  // namespace cotejo::engine
