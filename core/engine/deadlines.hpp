// One thread that calls functions at given times: the deadlines of runs and nodes.
#pragma once
#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

namespace cotejo::engine {

class Deadlines {
 public:
  using Clock = std::chrono::steady_clock;

  Deadlines();
  ~Deadlines();
  Deadlines(const Deadlines&) = delete;
  Deadlines& operator=(const Deadlines&) = delete;

  using Handle =
      std::pair<Clock::time_point, std::size_t>;  // the time, and a number that tells apart those of the same time

  // `expired` is called on the timer's thread, at most once, and must not block. [thread-safe]
  Handle at(Clock::time_point when, std::function<void()> expired);
  // Once it returns, nothing is called any more. Not to be called on the timer's thread.
  void stop();
  // Has no effect when `expired` has been called already; `expired` may also be running at this moment. [thread-safe]
  void cancel(const Handle& handle);

 private:
  void work();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<Handle, std::function<void()>> entries_;
  std::size_t next_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace cotejo::engine
