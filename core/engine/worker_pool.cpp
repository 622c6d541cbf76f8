#include "engine/worker_pool.hpp"

#include <pthread.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace cotejo::engine {
namespace {
constexpr std::size_t kMaxSubstitutes =
    32;  // beyond this many stuck workers the process needs a person, not more threads
}

// Shared with the threads: a stuck one may outlive the pool.
struct WorkerPool::State {
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::function<void()>> tasks;
  unsigned wanted = 0;    // threads that should be able to work
  std::size_t alive = 0;  // threads that have not ended
  std::size_t stuck = 0;
  bool stopping = false;

  static void start_thread(const std::shared_ptr<State>& state) {
    ++state->alive;
    std::thread([state] { state->work(); }).detach();  // the destructor waits for `alive`
  }

  void work() {
    pthread_setname_np(pthread_self(), "cotejo-worker");
    std::unique_lock lock(mutex);
    for (;;) {
      changed.wait(lock, [&] { return stopping || !tasks.empty() || alive - stuck > wanted; });
      if (stopping || alive - stuck > wanted) break;  // the latter: a substitute whose worker came back
      auto task = std::move(tasks.front());
      tasks.pop_front();
      lock.unlock();
      task();
      task = nullptr;
      lock.lock();
    }
    --alive;
    changed.notify_all();
  }
};

WorkerPool::WorkerPool(unsigned threads) : state_(std::make_shared<State>()) {
  state_->wanted = threads ? threads : std::max(1u, std::thread::hardware_concurrency());
  const std::lock_guard lock(state_->mutex);
  for (unsigned i = 0; i < state_->wanted; ++i) State::start_thread(state_);
}

WorkerPool::~WorkerPool() {
  std::unique_lock lock(state_->mutex);
  state_->stopping = true;
  state_->tasks.clear();
  state_->changed.notify_all();
  state_->changed.wait(lock, [&] { return state_->alive <= state_->stuck; });
}

void WorkerPool::post(std::function<void()> task) {
  {
    const std::lock_guard lock(state_->mutex);
    if (state_->stopping) return;
    state_->tasks.push_back(std::move(task));
  }
  state_->changed.notify_one();  // the worker that it wakes needs the lock
}

void WorkerPool::report_stuck() {
  const std::lock_guard lock(state_->mutex);
  ++state_->stuck;
  if (!state_->stopping && state_->stuck <= kMaxSubstitutes) State::start_thread(state_);
  state_->changed.notify_all();
}

void WorkerPool::report_back() {
  const std::lock_guard lock(state_->mutex);
  --state_->stuck;
  state_->changed.notify_all();
}

unsigned WorkerPool::threads() const {
  return state_->wanted;
}
std::size_t WorkerPool::queued() const {
  const std::lock_guard lock(state_->mutex);
  return state_->tasks.size();
}
std::size_t WorkerPool::stuck() const {
  const std::lock_guard lock(state_->mutex);
  return state_->stuck;
}

}  // namespace cotejo::engine
