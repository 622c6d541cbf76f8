// The threads that run components. Fixed in number, except that a worker whose call outlived its deadline is replaced
// for as long as it is stuck, so that a hanging plugin cannot take the host's capacity with it.
#pragma once
#include <cstddef>
#include <functional>
#include <memory>

namespace cotejo::engine {

class WorkerPool {
 public:
  explicit WorkerPool(unsigned threads);  // 0: one a core
  // Tasks that have not started are dropped; waits for those that run, except on workers that were reported stuck:
  // these are left behind.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // The caller bounds the number of tasks. [thread-safe]
  void post(std::function<void()> task);
  // A worker is stuck / came back; called in pairs. A substitute is started for it, up to a limit. [thread-safe]
  void report_stuck();
  void report_back();

  unsigned threads() const;
  std::size_t queued() const;
  std::size_t stuck() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace cotejo::engine
