#include "engine/recovery.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace cotejo::engine {
namespace {

// Processes that may end while they run one verification again: a sixth does not try. More than a machine that is
// switched off takes, and a component that crashes its host does so at once.
constexpr int kMaxStarts = 5;

// It was running when an earlier process ended, and may have been the cause.
bool is_suspect(const storage::Work& work) {
  return work.starts > 0;
}

}  // namespace

// What was running when a process ended comes last, and alone among what is recovered: of those that ran together one
// crashed, and the others are not to be counted with it again.
void Recovery::add(std::vector<storage::Work> unfinished) {
  const auto given_up = std::stable_partition(unfinished.begin(), unfinished.end(),
                                              [](const storage::Work& work) { return work.starts < kMaxStarts; });
  std::for_each(given_up, unfinished.end(), steps_.give_up);
  unfinished.erase(given_up, unfinished.end());
  {
    const std::lock_guard lock(mutex_);
    for (auto& work : unfinished) waiting_.push_back({std::move(work)});
    std::stable_sort(waiting_.begin(), waiting_.end(),
                     [](const Waiting& a, const Waiting& b) { return a.work.starts < b.work.starts; });
  }
  ended({});
}

void Recovery::ended(const std::string& id) {
  {
    const std::lock_guard lock(mutex_);
    if (id == suspect_) suspect_.clear();
    room_ = true;  // also when somebody is looking: what is refused meanwhile is tried again
    if (waiting_.empty() || std::exchange(looking_, true)) return;
  }
  look();
}

void Recovery::look() {
  while (auto waiting = next()) {
    if (!waiting->counted) {
      const auto counting = std::make_shared<Waiting>(std::move(*waiting));
      counting->counted = true;
      return steps_.count(counting->work, [this, counting] {
        run(std::move(*counting));
        look();
      });
    }
    run(std::move(*waiting));
  }
}

std::optional<Recovery::Waiting> Recovery::next() {
  const std::lock_guard lock(mutex_);
  if (waiting_.empty() || !room_ || (is_suspect(waiting_.front().work) && !suspect_.empty())) {
    looking_ = false;
    return std::nullopt;
  }
  Waiting next = std::move(waiting_.front());
  waiting_.pop_front();
  if (is_suspect(next.work)) suspect_ = next.work.id;
  room_ = false;
  return next;
}

void Recovery::run(Waiting waiting) {
  const bool taken = steps_.run(waiting.work);
  const std::lock_guard lock(mutex_);
  if (taken) {
    room_ = true;
    return;
  }
  if (waiting.work.id == suspect_) suspect_.clear();
  waiting_.push_front(std::move(waiting));  // the next one that ends makes room
}

}  // namespace cotejo::engine
