#include "engine/memo.hpp"

namespace cotejo::engine {
namespace {
constexpr std::uint64_t kEntryOverhead = 512;  // bytes: key, list and map nodes, an empty result
}

std::shared_ptr<const plugins::CallResult> Memo::find(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto it = by_key_.find(key);
  if (it == by_key_.end()) {
    ++counts_.misses;
    return nullptr;
  }
  ++counts_.hits;
  entries_.splice(entries_.begin(), entries_, it->second);
  return it->second->result;
}

void Memo::put(const std::string& key, std::shared_ptr<const plugins::CallResult> result) {
  const std::uint64_t bytes = result->bytes + kEntryOverhead;
  if (bytes > max_bytes_) return;
  std::list<Entry> dropped;  // destroyed outside the lock
  const std::lock_guard lock(mutex_);
  if (by_key_.contains(key)) return;
  entries_.push_front({key, std::move(result), bytes});
  by_key_.emplace(key, entries_.begin());
  counts_.bytes += bytes;
  while (counts_.bytes > max_bytes_) {
    counts_.bytes -= entries_.back().bytes;
    by_key_.erase(entries_.back().key);
    dropped.splice(dropped.begin(), entries_, std::prev(entries_.end()));
  }
}

Memo::Counts Memo::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

}  // namespace cotejo::engine
