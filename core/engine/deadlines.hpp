// One thread that calls back at points in time: the deadlines of runs and nodes.
#pragma once
#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <unordered_map>

namespace cotejo::engine {

class Deadlines {
 public:
  using Clock = std::chrono::steady_clock;

  Deadlines();
  ~Deadlines();
  Deadlines(const Deadlines&) = delete;
  Deadlines& operator=(const Deadlines&) = delete;

  // `expired` is called on the timer's thread, at most once, and must not block. [thread-safe]
  std::size_t at(Clock::time_point when, std::function<void()> expired);
  // It may be under way. Without effect when it has been called. [thread-safe]
  void cancel(std::size_t id);

 private:
  void work();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::multimap<Clock::time_point, std::pair<std::size_t, std::function<void()>>> entries_;
  std::unordered_map<std::size_t, Clock::time_point> by_id_;
  std::size_t next_id_ = 1;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace cotejo::engine
