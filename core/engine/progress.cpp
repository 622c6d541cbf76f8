#include "engine/verifications.hpp"

namespace cotejo::engine {

Progress::Snapshot Progress::look(std::size_t from) const {
  const std::lock_guard lock(mutex_);
  Snapshot snapshot;
  if (from < nodes_.size()) snapshot.nodes.assign(nodes_.begin() + static_cast<std::ptrdiff_t>(from), nodes_.end());
  snapshot.completed = completed_;
  snapshot.failed = failed_;
  return snapshot;
}

std::shared_ptr<void> Progress::listen(std::function<void()> changed) {
  auto listener = std::make_shared<std::function<void()>>(std::move(changed));
  const std::lock_guard lock(mutex_);
  std::erase_if(listeners_, [](const auto& l) { return l.expired(); });
  listeners_.push_back(listener);
  return listener;
}

void Progress::add(const domain::NodeTrace& node) {
  {
    const std::lock_guard lock(mutex_);
    nodes_.push_back(node);
  }
  tell();
}

void Progress::end(std::shared_ptr<const domain::Verification> completed, std::optional<domain::Error> failed) {
  {
    const std::lock_guard lock(mutex_);
    completed_ = std::move(completed);
    failed_ = std::move(failed);
  }
  tell();
}

void Progress::tell() {
  std::vector<std::shared_ptr<std::function<void()>>> now;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& weak : listeners_)
      if (auto listener = weak.lock()) now.push_back(std::move(listener));
  }
  for (const auto& listener : now) (*listener)();
}

}  // namespace cotejo::engine
