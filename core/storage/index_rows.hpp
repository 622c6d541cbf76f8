// The index as the store keeps it: entries of past verifications under hashes, which services/ computes. Nothing that
// was asked or put is stored in clear text, except vectors.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/exchange.hpp"

namespace cotejo::storage {

// A question looks at this many rows, the newest ones. A key that occurs in more of them no longer links people.
inline constexpr std::size_t kMostIndexRows = 10'000;

// The entries that a verification may see: not expired when it was accepted, and not its own.
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
  domain::TimePoint at{}, expires{};
  std::vector<float> vector;
};

// The entries to erase: of one tenant those of a verification or of an owner; or of all tenants those that have
// expired.
struct EntryErasure {
  std::string tenant, verification, owner;
  std::optional<domain::TimePoint> expired;  // when set, the other members are ignored
  bool covers(const StoredVector& v) const {
    if (expired) return v.expires <= *expired;
    return v.tenant == tenant && (verification.empty() ? v.owner == owner : v.verification == verification);
  }
};
struct Erased {
  std::uint64_t keys = 0, vectors = 0;
  std::vector<std::string> verifications;  // ids of those whose entries were erased, sorted; at most kMostErasedNames
};
inline constexpr std::size_t kMostErasedNames = 1000;

}  // namespace cotejo::storage
