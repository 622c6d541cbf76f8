// Takes evidence out of the database, on a session of the caller. Throws soci::soci_error.
//
// What is promised of an erasure, once its transaction is committed and scrub() has returned true: no attempt names the
// evidence or holds what was read from it, no entry of the index is left of it, and no byte of small evidence or of an
// old row stays in the database or its write-ahead log. Content that other verifications use stays for them. Evidence
// in files of its own is the caller's to remove: of the digests that were let go, those for which used() is false.
#pragma once
#include <soci/soci.h>

#include <set>
#include <string>
#include <vector>

#include "storage/store.hpp"

namespace cotejo::storage {

class SqliteErasure {
 public:
  explicit SqliteErasure(soci::session& sql) : sql_(sql) {}

  // ---- writes: inside a transaction of the caller

  // The evidence of all attempts. Adds the digests of content that the verification no longer uses to `let_go`. Errors:
  // those of Store::erase_evidence.
  domain::Result<Erased> erase_evidence(const std::string& tenant, const std::string& id, domain::TimePoint now,
                                        std::vector<std::string>& let_go);
  // What none of the verification's attempts names (any more): its uses, and the content that nobody else of the tenant
  // has. Returns the digests.
  std::vector<std::string> remove_unused(const std::string& tenant, const std::string& id);

  // Call it after the transaction: removes the deleted content from the write-ahead log and the file. False when
  // another connection is reading.
  bool scrub();

  // ---- reads

  bool used(const std::string& digest);  // by any verification: files are shared by all tenants
  std::set<std::string> used_with(const std::string& beginning);
  bool knows_evidence();  // whether any verification has evidence

 private:
  soci::session& sql_;
};

}  // namespace cotejo::storage
