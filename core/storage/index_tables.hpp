// The tables of the index, on a session of their caller's. Throws soci::soci_error.
#pragma once
#include <soci/soci.h>

#include <functional>
#include <string>
#include <vector>

#include "domain/verification.hpp"
#include "storage/index_rows.hpp"

namespace cotejo::storage {

class IndexTables {
 public:
  explicit IndexTables(soci::session& sql) : sql_(sql) {}

  // ---- writes: inside a transaction of the caller's

  // What the verification puts takes the place of what it had put before. One that puts nothing, as its connectors
  // failed, leaves what is there.
  void replace(const domain::Verification& verification);
  Erased erase(const EntryErasure& what);
  // False when the fingerprint of another secret is there. The first one is kept.
  bool keep_secret(const std::string& fingerprint);

  // ---- reads

  IndexRows find(const IndexView& view, const KeyQuestion& question);
  void each_vector(const std::function<void(StoredVector)>& take);

 private:
  void put(const domain::Verification& verification, const domain::IndexEntry& entry);
  soci::session& sql_;
};

}  // namespace cotejo::storage
