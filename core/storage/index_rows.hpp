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

// The entries that a verification may see: those that are not expired when it was accepted, and not its own. Its own
// are those of its application and its owner. An application has one applicant: entries of it that stand under another
// owner are told, also when a later attempt has superseded them.
struct IndexView {
  std::string tenant, verification;
  std::string application;  // a hash; empty: none
  domain::TimePoint as_of{};
  std::string owner{};  // a hash; empty: none is named, so that nobody can be told from the applicant

  template <class Entry>
  bool of_application(const Entry& entry) const {
    return entry.verification == verification || (!entry.application.empty() && entry.application == application);
  }
  template <class Entry>
  bool sees(const Entry& entry) const {
    if (!of_application(entry)) return !entry.superseded;
    return !owner.empty() && !entry.owner.empty() && entry.owner != owner;
  }
};

struct KeyQuestion {
  std::string space, key;
  domain::TimePoint since{};
};
struct IndexRow {
  std::string owner, verification;
  domain::TimePoint at{};
  bool same_application = false;  // as the verification that asks
};
using IndexRows = std::vector<IndexRow>;  // newest first

struct StoredVector {
  std::string tenant, space, owner, application, verification;
  domain::TimePoint at{}, expires{};
  std::vector<float> vector;
  bool superseded = false;  // an earlier attempt put it, under another owner than the latest one
};

// The entries to erase: of one tenant those of a verification, of an owner, or of both; or of all tenants those that
// have expired.
struct EntryErasure {
  std::string tenant, verification, owner;
  std::optional<domain::TimePoint> expired;  // when set, the other members are ignored
  bool covers(const StoredVector& v) const {
    if (expired) return v.expires <= *expired;
    return v.tenant == tenant && (owner.empty() || v.owner == owner) &&
           (verification.empty() || v.verification == verification);
  }
};
// What a later attempt takes the place of: what the earlier ones put under its owners.
std::vector<EntryErasure> replaced_by(const std::string& tenant, const std::string& verification,
                                      const domain::IndexPuts& puts);
struct Erased {
  std::uint64_t keys = 0, vectors = 0;
  std::vector<std::string> verifications;  // ids of those whose entries were erased, sorted; at most kMostErasedNames
};
inline constexpr std::size_t kMostErasedNames = 1000;

}  // namespace cotejo::storage
