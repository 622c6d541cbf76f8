// Reads and writes the tables of the index, on a database session of the caller. Throws soci::soci_error.
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

  // ---- writes: inside a transaction of the caller

  // Replaces the entries that the verification put before by those it puts now. What it put under another owner is
  // superseded; when it puts nothing, because its connectors failed, the former entries stay.
  void replace(const domain::Verification& verification);
  Erased erase(const EntryErasure& what);
  // Stores the fingerprint of the secret when there is none yet; false when that of another secret is stored.
  bool keep_secret(const std::string& fingerprint);

  // ---- reads

  IndexRows find(const IndexView& view, const KeyQuestion& question);
  void each_vector(const std::function<void(StoredVector)>& take);

 private:
  void put(const domain::Verification& verification, const domain::IndexEntry& entry);
  soci::session& sql_;
};

}  // namespace cotejo::storage
