// A cache of analysis results, keyed by everything that determines them, so that a resubmission re-runs only what the
// new evidence affects. When it is full, the least recently used results are dropped. [thread-safe]
#pragma once
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "plugins/component.hpp"

namespace cotejo::engine {

class Memo {
 public:
  explicit Memo(std::size_t max_bytes) : max_bytes_(max_bytes) {}

  std::shared_ptr<const plugins::CallResult> find(const std::string& key);
  void put(const std::string& key, std::shared_ptr<const plugins::CallResult> result);

  struct Counts {
    std::uint64_t hits = 0, misses = 0, bytes = 0;
  };
  Counts counts() const;

 private:
  struct Entry {
    std::string key;
    std::shared_ptr<const plugins::CallResult> result;
    std::uint64_t bytes = 0;
  };
  mutable std::mutex mutex_;
  std::list<Entry> entries_;  // most recently used first
  std::unordered_map<std::string, std::list<Entry>::iterator> by_key_;
  Counts counts_;
  const std::size_t max_bytes_;
};

}  // namespace cotejo::engine
