// The index as the store keeps it: entries of past verifications, under hashes (services/ makes them, and knows what
// they mean). Never anything that was asked or put in the clear, but vectors.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/exchange.hpp"

namespace cotejo::storage {

// Rows that one question looks at: the newest. A key that is in more of them is no link between people any more.
inline constexpr std::size_t kMostIndexRows = 10'000;

// What one verification may see: what was complete when it was accepted, is not over, and is not its own.
struct IndexView {
  std::string tenant, verification;
  std::string application;  // a hash; empty: none
  domain::TimePoint as_of{};
};

struct KeyQuestion {
  std::string space, key;
  domain::TimePoint since{};
};
struct IndexRow {
  std::string owner, verification;
  domain::TimePoint at{};
};
using IndexRows = std::vector<IndexRow>;  // newest first

struct StoredVector {
  std::string tenant, space, owner, application, verification;
  domain::TimePoint at{}, completed_at{}, expires{};
  std::vector<float> vector;
};

// What to erase: entries of one verification, or of one owner, of a tenant; or of every tenant those that are over.
struct EntryErasure {
  std::string tenant, verification, owner;
  std::optional<domain::TimePoint> expired;  // then the rest is not looked at
  bool covers(const StoredVector& v) const {
    if (expired) return v.expires <= *expired;
    return v.tenant == tenant && (verification.empty() ? v.owner == owner : v.verification == verification);
  }
};
struct Erased {
  std::uint64_t keys = 0, vectors = 0;
  std::vector<std::string> verifications;  // that they came from, sorted; at most kMostErasedNames
};
inline constexpr std::size_t kMostErasedNames = 1000;

}  // namespace cotejo::storage
