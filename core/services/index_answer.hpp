// What the index answers, as README.md beside this file says it.
#pragma once
#include <string>
#include <vector>

#include "services/vector_set.hpp"
#include "storage/index_rows.hpp"

namespace cotejo::services {

// Entries of one key, one line an owner.
struct FoundOwners {
  struct Line {
    std::string owner, verification;  // the newest
    domain::TimePoint at{}, first_at{};
    std::size_t verifications = 0;
  };
  std::vector<Line> lines;  // newest first
  bool more = false;
};
FoundOwners by_owner(const storage::IndexRows& rows, std::size_t count);

// `owner`: the hash of who asks, or empty. Owners become labels, as no hash leaves the index.
std::string answer_text(const std::string& owner, const std::vector<FoundOwners>& found,
                        const std::vector<VectorSet::Found>& nearest);

}  // namespace cotejo::services
