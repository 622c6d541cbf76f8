#include "engine/worker_pool.hpp"

#include <pthread.h>

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace cotejo::engine {
namespace {

constexpr std::size_t kMaxSubstitutes =
    32;  // beyond this many stuck workers the process needs a person, not more threads

// Brief tasks that may wait for workers that are at others. A few of them take as long as a thread that is woken needs
// to begin.
constexpr std::size_t kMaxBriefWaiting = 8;

}  // namespace

// Shared with the threads: a stuck one may outlive the pool.
struct WorkerPool::State {
  struct Task {
    std::function<void()> run;
    Length length = Length::any;
  };
  // What a thread waits on. Held by whoever wakes it, too: it may have ended by then.
  struct Sleeper {
    std::condition_variable wake;
    bool woken = false;
  };
  using SleeperPtr = std::shared_ptr<Sleeper>;

  std::mutex mutex;
  std::condition_variable ended;  // a thread has, or is stuck
  std::deque<Task> tasks;
  std::size_t not_brief = 0;     // of the tasks
  std::vector<SleeperPtr> idle;  // the one that was last at work at the end: its caches are warm
  std::size_t coming = 0;        // threads that were woken and have not looked yet
  std::size_t at_brief = 0;      // threads that are at a brief task and come back soon
  std::uint64_t taken = 0, taken_at_look = 0;
  unsigned wanted = 0;    // threads that should be able to work
  std::size_t alive = 0;  // threads that have not ended
  std::size_t stuck = 0;
  bool stopping = false;

  static void start_thread(const std::shared_ptr<State>& state) {
    ++state->alive;
    std::thread([state] { state->work(); }).detach();  // the destructor waits for `alive`
  }

  // ---- with the lock held

  bool too_many() const { return alive - stuck > wanted; }  // a substitute whose worker came back
  // Whether tasks wait that nobody will come for soon.
  bool unattended() const {
    if (tasks.empty()) return false;
    return not_brief > coming || at_brief + coming <= stuck || (coming == 0 && tasks.size() > kMaxBriefWaiting);
  }
  // Takes a thread from those that wait; null when none does. To be given to wake() without the lock, which it needs.
  SleeperPtr next() {
    if (idle.empty()) return nullptr;
    auto sleeper = std::move(idle.back());
    idle.pop_back();
    sleeper->woken = true;
    ++coming;
    return sleeper;
  }
  SleeperPtr next_if_unattended() { return unattended() ? next() : nullptr; }
  static void wake(const SleeperPtr& sleeper) {
    if (sleeper) sleeper->wake.notify_one();
  }

  Task take() {
    Task task = std::move(tasks.front());
    tasks.pop_front();
    ++taken;
    if (task.length == Length::brief)
      ++at_brief;
    else
      --not_brief;
    return task;
  }

  void work() {
    pthread_setname_np(pthread_self(), "cotejo-worker");
    const auto sleeper = std::make_shared<Sleeper>();
    std::unique_lock lock(mutex);
    for (;;) {
      while (!stopping && tasks.empty() && !too_many()) {
        sleeper->woken = false;
        idle.push_back(sleeper);
        sleeper->wake.wait(lock, [&] { return sleeper->woken; });
        --coming;
      }
      if (stopping || too_many()) break;
      auto task = take();
      const auto other = next_if_unattended();
      lock.unlock();
      wake(other);
      task.run();
      task.run = nullptr;
      lock.lock();
      if (task.length == Length::brief) --at_brief;
    }
    --alive;
    wake(next_if_unattended());
    ended.notify_all();
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
  while (const auto sleeper = state_->next()) State::wake(sleeper);
  state_->ended.wait(lock, [&] { return state_->alive <= state_->stuck; });
}

void WorkerPool::post(std::function<void()> task, Length length) {
  State::SleeperPtr other;
  {
    const std::lock_guard lock(state_->mutex);
    if (state_->stopping) return;
    state_->tasks.push_back({std::move(task), length});
    if (length != Length::brief) ++state_->not_brief;
    other = state_->next_if_unattended();
  }
  State::wake(other);
}

void WorkerPool::look() {
  State::SleeperPtr other;
  {
    const std::lock_guard lock(state_->mutex);
    if (!state_->tasks.empty() && state_->taken == state_->taken_at_look) other = state_->next();
    state_->taken_at_look = state_->taken;
  }
  State::wake(other);
}

void WorkerPool::report_stuck() {
  const std::lock_guard lock(state_->mutex);
  ++state_->stuck;
  if (!state_->stopping && state_->stuck <= kMaxSubstitutes) State::start_thread(state_);
  State::wake(state_->next_if_unattended());
  state_->ended.notify_all();
}

void WorkerPool::report_back() {
  const std::lock_guard lock(state_->mutex);
  --state_->stuck;
  if (state_->too_many()) State::wake(state_->next());
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
