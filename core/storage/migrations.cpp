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
    // How many processes began it again and ended: one that ends each of them must not run for ever.
    "ALTER TABLE attempts ADD COLUMN starts INTEGER NOT NULL DEFAULT 0",
};

constexpr std::string_view fourth[] = {
    // The caller's reference, shared by verifications of the same application.
    "ALTER TABLE verifications ADD COLUMN application TEXT NOT NULL DEFAULT ''",
    // When its evidence was erased.
    "ALTER TABLE verifications ADD COLUMN erased_at BIGINT",
    // Which verification uses which content, so that unused content can be erased.
    "CREATE TABLE blob_uses (tenant TEXT NOT NULL, digest TEXT NOT NULL, verification TEXT NOT NULL,"
    " PRIMARY KEY (tenant, digest, verification)) WITHOUT ROWID",
    "CREATE INDEX blob_uses_of ON blob_uses (tenant, verification)",
    "CREATE INDEX blob_uses_anywhere ON blob_uses (digest)",
    "INSERT OR IGNORE INTO blob_uses (tenant, digest, verification) SELECT a.tenant, json_extract(e.value, '$.digest'),"
    " a.verification FROM attempts a, json_each(a.evidence) e",
    "INSERT OR IGNORE INTO blob_uses (tenant, digest, verification) SELECT a.tenant, json_extract(e.value, '$.digest'),"
    " a.verification FROM attempts a, json_each(a.result, '$.artifacts') e WHERE a.result IS NOT NULL",
    // The index. Keys, owners and applications are hashes. The newest entries of a key are looked for; what a
    // verification or an owner has, and what is over, is erased.
    "CREATE TABLE index_keys ("
    " tenant TEXT NOT NULL, space TEXT NOT NULL, key TEXT NOT NULL, at BIGINT NOT NULL, verification TEXT NOT NULL,"
    " owner TEXT NOT NULL, application TEXT NOT NULL, completed_at BIGINT NOT NULL, expires_at BIGINT NOT NULL,"
    " PRIMARY KEY (tenant, space, key, at, verification, owner)) WITHOUT ROWID",
    "CREATE INDEX index_keys_of ON index_keys (tenant, verification)",
    "CREATE INDEX index_keys_under ON index_keys (tenant, owner)",
    "CREATE INDEX index_keys_until ON index_keys (expires_at)",
    // `vector` is 32-bit floats in the machine's order.
    "CREATE TABLE index_vectors ("
    " tenant TEXT NOT NULL, space TEXT NOT NULL, verification TEXT NOT NULL, owner TEXT NOT NULL,"
    " application TEXT NOT NULL, at BIGINT NOT NULL, completed_at BIGINT NOT NULL, expires_at BIGINT NOT NULL,"
    " vector BLOB NOT NULL)",
    "CREATE INDEX index_vectors_of ON index_vectors (tenant, verification)",
    "CREATE INDEX index_vectors_under ON index_vectors (tenant, owner)",
    "CREATE INDEX index_vectors_until ON index_vectors (expires_at)",
    // One row: with another secret nothing would be found, and nobody would notice.
    "CREATE TABLE index_secret (fingerprint TEXT NOT NULL)",
};

constexpr std::string_view fifth[] = {
    // What was decided, to count rejections by. Results of before have it in their text alone.
    "ALTER TABLE attempts ADD COLUMN outcome TEXT",
    "UPDATE attempts SET outcome = json_extract(result, '$.decision.outcome') WHERE result IS NOT NULL",
    "CREATE INDEX rejections ON attempts (completed_at) WHERE outcome = 'reject'",
};

constexpr std::string_view sixth[] = {
    // Each attempt comes with a request of its own.
    "ALTER TABLE attempts ADD COLUMN trace_id TEXT NOT NULL DEFAULT ''",
    "UPDATE attempts SET trace_id = COALESCE(json_extract(result, '$.trace_id'), (SELECT v.trace_id FROM verifications "
    "v"
    " WHERE v.tenant = attempts.tenant AND v.id = attempts.verification))",
    "ALTER TABLE verifications DROP COLUMN trace_id",
};

constexpr std::string_view seventh[] = {
    // What an earlier attempt put under another owner is told to its own application alone. When an entry was completed
    // is not asked any more.
    "ALTER TABLE index_keys ADD COLUMN superseded INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE index_keys DROP COLUMN completed_at",
    "ALTER TABLE index_vectors ADD COLUMN superseded INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE index_vectors DROP COLUMN completed_at",
};

constexpr std::string_view eighth[] = {
    "CREATE INDEX verifications_of ON verifications (tenant, application) WHERE application <> ''",
};

constexpr std::string_view ninth[] = {
    // By the digest first, which is also looked for alone: two trees are written for each use instead of three.
    "CREATE TABLE blob_uses_by_digest (tenant TEXT NOT NULL, digest TEXT NOT NULL, verification TEXT NOT NULL,"
    " PRIMARY KEY (digest, tenant, verification)) WITHOUT ROWID",
    "INSERT INTO blob_uses_by_digest (tenant, digest, verification) SELECT tenant, digest, verification FROM blob_uses",
    "DROP TABLE blob_uses",
    "ALTER TABLE blob_uses_by_digest RENAME TO blob_uses",
    "CREATE INDEX blob_uses_of ON blob_uses (tenant, verification)",
};

constexpr Migration steps[] = {{1, first}, {2, second},  {3, third},  {4, fourth}, {5, fifth},
                               {6, sixth}, {7, seventh}, {8, eighth}, {9, ninth}};

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
