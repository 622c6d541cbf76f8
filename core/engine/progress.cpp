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

std::shared_ptr<void> Progress::listen(std::function<void()> changed, Of of) {
  auto listener = std::make_shared<Listener>(std::move(changed));
  const std::lock_guard lock(mutex_);
  std::erase_if(listeners_, [](const auto& l) { return l.listener.expired(); });
  listeners_.push_back({listener, of});
  return listener;
}

void Progress::add(domain::NodeTrace node) {
  std::vector<std::shared_ptr<Listener>> now;
  {
    const std::lock_guard lock(mutex_);
    nodes_.push_back(std::move(node));
    now = listeners(false);
  }
  for (const auto& listener : now) (*listener)();
}

void Progress::end(std::shared_ptr<const domain::Verification> completed, std::optional<domain::Error> failed) {
  std::vector<std::shared_ptr<Listener>> now;
  {
    const std::lock_guard lock(mutex_);
    completed_ = std::move(completed);
    failed_ = std::move(failed);
    now = listeners(true);
  }
  for (const auto& listener : now) (*listener)();
}

std::vector<std::shared_ptr<Progress::Listener>> Progress::listeners(bool at_end) const {
  std::vector<std::shared_ptr<Listener>> now;
  for (const auto& [weak, of] : listeners_) {
    if (!at_end && of == Of::end) continue;
    if (auto listener = weak.lock()) now.push_back(std::move(listener));
  }
  return now;
}

}  // namespace cotejo::engine
