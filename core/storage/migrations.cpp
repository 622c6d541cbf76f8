#include "storage/migrations.hpp"

#include <soci/soci.h>

#include <stdexcept>
#include <string>

namespace cotejo::storage {
namespace {

// Every table begins its key with the tenant. Times are milliseconds since 1970. Plain SQL where it serves, so that the
// same steps can be written for a server database.
constexpr std::string_view first[] = {
    // One row a verification; what changes from attempt to attempt is in `attempts`.
    "CREATE TABLE verifications ("
    " tenant TEXT NOT NULL, id TEXT NOT NULL, product TEXT NOT NULL, trace_id TEXT NOT NULL, created_at BIGINT NOT "
    "NULL,"
    " PRIMARY KEY (tenant, id)) WITHOUT ROWID",
    // `evidence` and `unusable` are JSON: names with media types, digests, sizes; names with errors. `result` is
    // verification_json.hpp's text.
    "CREATE TABLE attempts ("
    " tenant TEXT NOT NULL, verification TEXT NOT NULL, attempt INTEGER NOT NULL, status TEXT NOT NULL,"
    " product_version INTEGER NOT NULL, product_digest TEXT NOT NULL, evidence TEXT NOT NULL, unusable TEXT NOT NULL, "
    "result TEXT,"
    " accepted_at BIGINT NOT NULL, completed_at BIGINT,"
    " PRIMARY KEY (tenant, verification, attempt),"
    " FOREIGN KEY (tenant, verification) REFERENCES verifications (tenant, id) ON DELETE CASCADE)",
    "CREATE INDEX unfinished ON attempts (accepted_at) WHERE status <> 'completed'",
    "CREATE TABLE idempotency ("
    " tenant TEXT NOT NULL, key TEXT NOT NULL, request_digest TEXT NOT NULL, verification TEXT NOT NULL, created_at "
    "BIGINT NOT NULL,"
    " PRIMARY KEY (tenant, key)) WITHOUT ROWID",
    "CREATE INDEX idempotency_of ON idempotency (tenant, verification)",
    // `content` is null when it is a file below blobs/.
    "CREATE TABLE blobs (tenant TEXT NOT NULL, digest TEXT NOT NULL, size BIGINT NOT NULL, content BLOB, PRIMARY KEY "
    "(tenant, digest))",
};

constexpr std::string_view second[] = {
    // Keys end with their time: the oldest are looked for.
    "CREATE INDEX idempotency_age ON idempotency (created_at)",
};

constexpr std::string_view third[] = {
    // Processes that found it unfinished: what ends each of them must not be run for ever.
    "ALTER TABLE attempts ADD COLUMN starts INTEGER NOT NULL DEFAULT 0",
};

constexpr Migration steps[] = {{1, first}, {2, second}, {3, third}};

int current_version(soci::session& session) {
  session << "CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY)";
  int version = 0;
  soci::indicator indicator = soci::i_null;
  session << "SELECT MAX(version) FROM schema_migrations", soci::into(version, indicator);
  return indicator == soci::i_ok ? version : 0;
}

}  // namespace

std::span<const Migration> migrations() {
  return steps;
}

void migrate(soci::session& session) {
  const int current = current_version(session);
  const int newest = migrations().back().version;
  if (current > newest) {
    throw std::runtime_error("the database has schema version " + std::to_string(current) + ", this program knows " +
                             std::to_string(newest) + ": run a newer cotejo");
  }
  for (const Migration& step : migrations()) {
    if (step.version <= current) continue;
    soci::transaction transaction(session);
    for (const std::string_view statement : step.statements) session << std::string(statement);
    session << "INSERT INTO schema_migrations (version) VALUES (:v)", soci::use(step.version);
    transaction.commit();
  }
}

}  // namespace cotejo::storage
