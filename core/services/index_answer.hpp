// Writes the index's answers, as README.md in this folder specifies them.
#pragma once
#include <string>
#include <vector>

#include "services/vector_set.hpp"
#include "storage/index_rows.hpp"

namespace cotejo::services {

// The entries of one key, one line for each owner.
struct FoundOwners {
  struct Line {
    std::string owner, verification;  // the newest
    domain::TimePoint at{}, first_at{};
    std::size_t verifications = 0;
    bool same_application = true;  // all of these are of the application that asks
  };
  std::vector<Line> lines;  // newest first
  bool more = false;
};
FoundOwners by_owner(const storage::IndexRows& rows, std::size_t count);

// `owner`: the hash of the asking owner, or empty. No hash leaves the index: owners become labels (`o0`, `o1`, …).
std::string answer_text(const std::string& owner, const std::vector<FoundOwners>& found,
                        const std::vector<VectorSet::Found>& nearest);

}  // namespace cotejo::services
