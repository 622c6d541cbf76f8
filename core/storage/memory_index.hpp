// The keys of the index without a database. The vectors themselves are in services/, where they are compared; here is
// only what else is known of them.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "domain/verification.hpp"
#include "storage/index_rows.hpp"

namespace cotejo::storage {

class MemoryIndex {
 public:
  void replace(const domain::Verification& verification);
  Erased erase(const EntryErasure& what);
  IndexRows find(const IndexView& view, const KeyQuestion& question) const;

 private:
  struct Key {
    std::string owner, verification, application;
    domain::TimePoint at{}, expires{};
    bool superseded = false;
  };
  std::map<std::string, std::vector<Key>, std::less<>> keys_;  // by tenant, space and key; oldest first
  std::vector<StoredVector> vectors_;                          // without their numbers
};

}  // namespace cotejo::storage
