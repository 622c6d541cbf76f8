// The threads that run components. Their number is fixed, except that a worker whose call has not ended at its deadline
// is replaced for as long as it is stuck: a hanging plugin cannot use up the host's capacity.
#pragma once
#include <cstddef>
#include <functional>
#include <memory>

namespace cotejo::engine {

class WorkerPool {
 public:
  explicit WorkerPool(unsigned threads);  // 0: one for each core
  // Drops the tasks that have not started and waits for those that run, except on workers that were reported stuck,
  // whose threads are abandoned.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // How long a task will take. Waking a thread costs as much as a brief one: brief tasks wait for a worker that is at
  // another brief one, as long as there are few of them.
  enum class Length { any, brief };
  // Not bounded here: the caller limits the number of tasks. [thread-safe]
  void post(std::function<void()> task, Length length = Length::any);
  // Wakes a worker when tasks wait and none was taken since the last look. To be called at intervals while there may be
  // any: what was taken for brief may take long, or hang. [thread-safe]
  void look();
  // A worker is stuck, or is no longer stuck; always called in pairs. While it is stuck a substitute takes its place,
  // up to a limit. [thread-safe]
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
