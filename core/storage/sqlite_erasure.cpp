#include "storage/sqlite_erasure.hpp"

#include <soci/sqlite3/soci-sqlite3.h>

#include "storage/index_tables.hpp"
#include "storage/redaction.hpp"
#include "storage/timestamps.hpp"
#include "storage/verification_json.hpp"

namespace cotejo::storage {

using soci::into;
using soci::use;

domain::Result<Erased> SqliteErasure::erase_evidence(const std::string& tenant, const std::string& id,
                                                     domain::TimePoint now, std::vector<std::string>& let_go) {
  std::string status;
  int attempts = 0;
  sql_ << "SELECT attempt, status FROM attempts WHERE tenant = :t AND verification = :v ORDER BY attempt DESC LIMIT 1",
      use(tenant), use(id), into(attempts), into(status);
  if (!sql_.got_data()) return unknown_verification();
  if (status != "completed")
    return domain::make_retriable_error(domain::Scope::request, "verification.in_progress",
                                        "the verification is not completed yet");
  for (int attempt = 1; attempt <= attempts; ++attempt) {
    std::string text;
    sql_ << "SELECT result FROM attempts WHERE tenant = :t AND verification = :v AND attempt = :n AND result IS NOT "
            "NULL",
        use(tenant), use(id), use(attempt), into(text);
    if (!sql_.got_data()) continue;
    auto result = from_text(text);
    if (!result) return result.error();
    const std::string left = to_text(without_evidence(std::move(*result)));
    sql_ << "UPDATE attempts SET evidence = '[]', unusable = '{}', result = :r WHERE tenant = :t AND verification = :v "
            "AND attempt = :n",
        use(left), use(tenant), use(id), use(attempt);
  }
  const long long when = stamp(now);
  sql_ << "UPDATE verifications SET erased_at = :w, application = '' WHERE tenant = :t AND id = :i", use(when),
      use(tenant), use(id);
  let_go = remove_unused(tenant, id);
  EntryErasure entries;
  entries.tenant = tenant;
  entries.verification = id;
  return IndexTables(sql_).erase(entries);
}

std::vector<std::string> SqliteErasure::remove_unused(const std::string& tenant, const std::string& id) {
  const soci::rowset<std::string> rows =
      (sql_.prepare << "SELECT u.digest FROM blob_uses u WHERE u.tenant = :t AND u.verification = :v"
                       " AND NOT EXISTS (SELECT 1 FROM attempts a, json_each(a.evidence) e WHERE a.tenant = u.tenant"
                       " AND a.verification = u.verification AND json_extract(e.value, '$.digest') = u.digest)"
                       " AND NOT EXISTS (SELECT 1 FROM attempts a, json_each(a.result, '$.artifacts') e"
                       " WHERE a.tenant = u.tenant AND a.verification = u.verification AND a.result IS NOT NULL"
                       " AND json_extract(e.value, '$.digest') = u.digest)",
       use(tenant), use(id));
  std::vector<std::string> unused(rows.begin(), rows.end());
  for (const auto& digest : unused) {
    sql_ << "DELETE FROM blob_uses WHERE tenant = :t AND digest = :d AND verification = :v", use(tenant), use(digest),
        use(id);
    sql_ << "DELETE FROM blobs WHERE tenant = :t AND digest = :d AND NOT EXISTS (SELECT 1 FROM blob_uses u WHERE "
            "u.tenant = blobs.tenant AND u.digest = blobs.digest)",
        use(tenant), use(digest);
  }
  return unused;
}

bool SqliteErasure::used(const std::string& digest) {
  int found = 0;
  sql_ << "SELECT EXISTS (SELECT 1 FROM blob_uses WHERE digest = :d)", use(digest), into(found);
  return found != 0;
}

std::set<std::string> SqliteErasure::used_with(const std::string& beginning) {
  const std::string end = beginning + 'g';  // digests go on in hexadecimal digits
  const soci::rowset<std::string> rows =
      (sql_.prepare << "SELECT digest FROM blob_uses WHERE digest >= :b AND digest < :e", use(beginning), use(end));
  return {rows.begin(), rows.end()};
}

bool SqliteErasure::knows_evidence() {
  int some = 0;
  sql_ << "SELECT EXISTS (SELECT 1 FROM blob_uses)", into(some);
  return some != 0;
}

bool SqliteErasure::scrub() {
  int busy = 1, in_log = 0, done = 0;
  sql_ << "PRAGMA wal_checkpoint(TRUNCATE)", into(busy), into(in_log), into(done);
  // Cached pages still have the deleted data, and would write it back with the next row.
  const auto& backend = static_cast<const soci::sqlite3_session_backend&>(*sql_.get_backend());
  return busy == 0 && sqlite_api::sqlite3_db_release_memory(backend.conn_) == SQLITE_OK;
}

}  // namespace cotejo::storage
