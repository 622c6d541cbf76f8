#include "storage/sqlite_session.hpp"

#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>

#include "storage/database_file.hpp"
#include "storage/page_cleaning.hpp"
#include "storage/timestamps.hpp"
#include "storage/verification_json.hpp"
#include "storage/work_json.hpp"

namespace cotejo::storage {
namespace {

using soci::into;
using soci::use;

// Of a database whose pages are cleaned.
std::string connection_string(const std::filesystem::path& directory) {
  clean_pages_on_write();
  return "dbname=\"" + database_file(directory).string() + "\"";
}

std::string outcome_of(const domain::Verification& verification) {
  return std::string(verification.decision ? to_string(verification.decision->outcome) : "none");
}

domain::Result<std::vector<std::shared_ptr<const domain::Verification>>> read_all(
    const soci::rowset<std::string>& results) {
  std::vector<std::shared_ptr<const domain::Verification>> found;
  for (const std::string& text : results) {
    auto result = from_text(text);
    if (!result) return result.error();
    found.push_back(std::make_shared<const domain::Verification>(std::move(*result)));
  }
  return found;
}

}  // namespace

struct SqliteSession::Row {
  std::string product, trace_id, application, status, product_digest, evidence, unusable, result;
  int attempt = 0, product_version = 0;
  long long created_at = 0, accepted_at = 0;
  bool erased = false;

  Work work(const std::string& tenant, const std::string& id) const {
    Work work;
    work.id = id;
    work.tenant = tenant;
    work.trace_id = trace_id;
    work.product = {product, product_version, product_digest};
    work.attempt = attempt;
    work.created_at = time_point(created_at);
    work.accepted_at = time_point(accepted_at);
    work.application = application;
    work.erased = erased;
    work.unusable = unusable_from_text(unusable);
    return work;
  }
};

// The statements of each accepted and completed verification. Preparing one costs as much as running it, so these are
// prepared once, with the members that they are bound to; what a run bound stays until the next.
struct SqliteSession::Prepared {
  struct InsertVerification {
    std::string tenant, id, product, application;
    long long created = 0;
    soci::statement statement;
    explicit InsertVerification(soci::session& sql)
        : statement((sql.prepare << "INSERT INTO verifications (tenant, id, product, application, created_at) "
                                    "VALUES (:t, :i, :p, :r, :a)",
                     use(tenant), use(id), use(product), use(application), use(created))) {}
  };
  struct InsertAttempt {
    std::string tenant, id, status, product_digest, evidence, unusable, trace_id, result, outcome;
    int attempt = 0, product_version = 0;
    long long accepted = 0, completed = 0;
    soci::indicator has_result = soci::i_null;
    soci::statement statement;
    explicit InsertAttempt(soci::session& sql)
        : statement((sql.prepare << "INSERT INTO attempts (tenant, verification, attempt, status, product_version, "
                                    "product_digest, evidence, unusable, trace_id, accepted_at, result, completed_at, "
                                    "outcome) VALUES (:t, :v, :n, :s, :pv, :pd, :e, :u, :c, :a, :r, :f, :o)",
                     use(tenant), use(id), use(attempt), use(status), use(product_version), use(product_digest),
                     use(evidence), use(unusable), use(trace_id), use(accepted), use(result, has_result),
                     use(completed, has_result), use(outcome, has_result))) {}
  };
  struct InsertInlineBlob {
    std::string tenant, digest;
    long long size = 0;
    soci::blob content;
    soci::statement statement;
    explicit InsertInlineBlob(soci::session& sql)
        : content(sql),
          statement(
              (sql.prepare << "INSERT OR IGNORE INTO blobs (tenant, digest, size, content) VALUES (:t, :d, :s, :c)",
               use(tenant), use(digest), use(size), use(content))) {}
  };
  struct UseBlob {
    std::string tenant, digest, verification;
    soci::statement statement;
    explicit UseBlob(soci::session& sql)
        : statement(
              (sql.prepare << "INSERT OR IGNORE INTO blob_uses (tenant, digest, verification) VALUES (:t, :d, :v)",
               use(tenant), use(digest), use(verification))) {}
  };
  struct Complete {
    std::string tenant, id, product_digest, result, outcome;
    int attempt = 0, product_version = 0;
    long long completed = 0;
    soci::statement statement;
    explicit Complete(soci::session& sql)
        : statement((sql.prepare
                         << "UPDATE attempts SET status = 'completed', result = :r, completed_at = :c, product_version "
                            "= :pv, product_digest = :pd, outcome = :o"
                            " WHERE tenant = :t AND verification = :v AND attempt = :n AND status <> 'completed'",
                     use(result), use(completed), use(product_version), use(product_digest), use(outcome), use(tenant),
                     use(id), use(attempt))) {}
  };

  explicit Prepared(soci::session& sql) : verification(sql), attempt(sql), blob(sql), uses(sql), complete(sql) {}
  InsertVerification verification;
  InsertAttempt attempt;
  InsertInlineBlob blob;
  UseBlob uses;
  Complete complete;
};

SqliteSession::Prepared& SqliteSession::prepared() {
  if (!prepared_) prepared_ = std::make_unique<Prepared>(sql_);
  return *prepared_;
}

SqliteSession::~SqliteSession() = default;

SqliteSession::SqliteSession(const std::filesystem::path& directory, std::chrono::milliseconds busy_timeout)
    : directory_(directory), sql_(soci::sqlite3, connection_string(directory)) {
  sql_ << "PRAGMA busy_timeout = " + std::to_string(busy_timeout.count());
  std::string mode;
  sql_ << "PRAGMA journal_mode = WAL", into(mode);
  if (mode != "wal")
    throw std::runtime_error("the database cannot use a write-ahead log here (" + directory.string() + ")");
  sql_ << "PRAGMA synchronous = FULL";
  sql_ << "PRAGMA foreign_keys = ON";
  int secure = 0;  // a deleted row is overwritten where it lies; page_cleaning sees to its copies
  sql_ << "PRAGMA secure_delete = ON", into(secure);
  long long most_pages = 0;  // beyond them it is full, as a disk is
  sql_ << "PRAGMA max_page_count = " + std::to_string(kMostPages), into(most_pages);
  if (most_pages > kMostPages) throw std::runtime_error("the database has more pages than can be kept clean");
}

std::optional<domain::Result<Receipt>> SqliteSession::replay(const Acceptance& acceptance, const IdempotencyKey& key,
                                                             long long expired) {
  std::string digest, id;
  sql_ << "SELECT request_digest, verification FROM idempotency WHERE tenant = :t AND key = :k AND created_at > :x",
      use(acceptance.work.tenant), use(key.key), use(expired), into(digest), into(id);
  if (!sql_.got_data()) return std::nullopt;
  if (digest == key.request_digest) return Receipt{id, true};
  return domain::make_error(domain::Scope::request, "idempotency.conflict",
                            "this Idempotency-Key was used for another request");
}

// Takes a few keys away whose time is over: more than one goes for each that comes, so that they end, and no request
// pays for many.
void SqliteSession::remember(const Acceptance& acceptance, const IdempotencyKey& key, long long expired) {
  constexpr int at_once = 8;
  const Work& work = acceptance.work;
  const long long accepted = stamp(work.accepted_at);
  sql_ << "DELETE FROM idempotency WHERE (tenant, key) IN"
          " (SELECT tenant, key FROM idempotency WHERE created_at <= :x ORDER BY created_at LIMIT :n)",
      use(expired), use(at_once);
  sql_ << "INSERT OR REPLACE INTO idempotency (tenant, key, request_digest, verification, created_at)"
          " VALUES (:t, :k, :d, :v, :a)",
      use(work.tenant), use(key.key), use(key.request_digest), use(work.id), use(accepted);
}

domain::Result<Receipt> SqliteSession::accept(const Acceptance& acceptance, std::chrono::milliseconds key_life,
                                              const Completion* completion) {
  const Work& work = acceptance.work;
  const long long expired = stamp(work.accepted_at - key_life);
  if (acceptance.key) {
    if (auto earlier = replay(acceptance, *acceptance.key, expired)) return std::move(*earlier);
  }
  if (auto gone = erased_since(acceptance)) return std::move(*gone);
  if (work.attempt == 1) {
    auto& insert = prepared().verification;
    insert.tenant = work.tenant;
    insert.id = work.id;
    insert.product = work.product.id;
    insert.application = work.application;
    insert.created = stamp(work.created_at);
    insert.statement.execute(true);
  } else {
    const auto row = latest(work.tenant, work.id);
    if (!row) return unknown_verification();
    if (row->erased) return already_erased();
    if (row->status != "completed" || row->attempt != work.attempt - 1) {
      return domain::make_retriable_error(domain::Scope::request, "verification.in_progress",
                                          "another attempt is not completed yet");
    }
  }
  for (const Blob& blob : acceptance.blobs) insert_blob(work.tenant, blob);
  for (const auto& [name, bytes] : work.evidence) use_blob(work.tenant, bytes->digest, work.id);
  insert_attempt(work, completion);
  if (acceptance.key) remember(acceptance, *acceptance.key, expired);
  return Receipt{work.id, false};
}

void SqliteSession::insert_attempt(const Work& work, const Completion* completion) {
  auto& insert = prepared().attempt;
  insert.tenant = work.tenant;
  insert.id = work.id;
  insert.attempt = work.attempt;
  insert.status = completion ? "completed" : "accepted";
  insert.product_version = work.product.version;
  insert.product_digest = work.product.digest;
  insert.evidence = to_text(references(work.evidence));
  insert.unusable = to_text(work.unusable);
  insert.trace_id = work.trace_id;
  insert.accepted = stamp(work.accepted_at);
  insert.has_result = completion ? soci::i_ok : soci::i_null;
  if (completion) {
    const auto& verification = *completion->verification;
    insert_artifacts(verification);
    insert.product_version = verification.product.version;
    insert.product_digest = verification.product.digest;
    insert.result = completion->text;
    insert.completed = stamp(verification.completed_at);
    insert.outcome = outcome_of(verification);
  }
  insert.statement.execute(true);
  if (completion) index().replace(*completion->verification);
}

// Evidence that the work refers to and does not bring was read before this; whoever erased it meanwhile must not find
// it again.
std::optional<domain::Error> SqliteSession::erased_since(const Acceptance& acceptance) {
  for (const auto& [name, bytes] : acceptance.work.evidence) {
    const auto brought = [&](const Blob& blob) { return blob.bytes->digest == bytes->digest; };
    if (std::ranges::any_of(acceptance.blobs, brought)) continue;
    int there = 0;
    sql_ << "SELECT EXISTS (SELECT 1 FROM blobs WHERE tenant = :t AND digest = :d)", use(acceptance.work.tenant),
        use(bytes->digest), into(there);
    if (there) continue;
    auto error = acceptance.work.attempt > 1 ? already_erased() : unknown_reference();
    error.at = name;
    return error;
  }
  return std::nullopt;
}

bool SqliteSession::has_file(const std::string& digest) {
  int there = 0;
  sql_ << "SELECT EXISTS (SELECT 1 FROM blob_uses u JOIN blobs b ON b.tenant = u.tenant AND b.digest = u.digest"
          " WHERE u.digest = :d AND b.content IS NULL)",
      use(digest), into(there);
  return there != 0;
}

void SqliteSession::insert_blob(const std::string& tenant, const Blob& blob) {
  const auto& bytes = *blob.bytes;
  const long long size = static_cast<long long>(bytes.size);
  if (blob.file) {
    sql_ << "INSERT OR IGNORE INTO blobs (tenant, digest, size) VALUES (:t, :d, :s)", use(tenant), use(bytes.digest),
        use(size);
    return;
  }
  auto& insert = prepared().blob;
  insert.tenant = tenant;
  insert.digest = bytes.digest;
  insert.size = size;
  insert.content.trim(0);
  insert.content.write(0, reinterpret_cast<const char*>(bytes.data), bytes.size);
  insert.statement.execute(true);
}

void SqliteSession::use_blob(const std::string& tenant, const std::string& digest, const std::string& verification) {
  auto& insert = prepared().uses;
  insert.tenant = tenant;
  insert.digest = digest;
  insert.verification = verification;
  insert.statement.execute(true);
}

void SqliteSession::insert_artifacts(const domain::Verification& verification) {
  for (const auto& artifact : verification.artifacts) {
    if (!artifact.content) continue;
    insert_blob(verification.tenant, Blob{artifact.content, nullptr});
    use_blob(verification.tenant, artifact.digest, verification.id);
  }
}

void SqliteSession::complete(const Completion& completion) {
  const auto& verification = *completion.verification;
  insert_artifacts(verification);
  auto& update = prepared().complete;
  update.result = completion.text;
  update.completed = stamp(verification.completed_at);
  update.product_version = verification.product.version;
  update.product_digest = verification.product.digest;
  update.tenant = verification.tenant;
  update.id = verification.id;
  update.attempt = verification.attempt;
  update.outcome = outcome_of(verification);
  update.statement.execute(true);
  if (update.statement.get_affected_rows() > 0) index().replace(verification);
}

void SqliteSession::count_start(const std::string& tenant, const std::string& id, int attempt, int by) {
  sql_ << "UPDATE attempts SET starts = starts + :b WHERE tenant = :t AND verification = :v AND attempt = :n"
          " AND status <> 'completed' AND starts + :c >= 0",
      use(by), use(tenant), use(id), use(attempt), use(by);
}

std::vector<std::string> SqliteSession::withdraw(const std::string& tenant, const std::string& id, int attempt) {
  sql_ << "DELETE FROM attempts WHERE tenant = :t AND verification = :v AND attempt = :n AND status <> 'completed'",
      use(tenant), use(id), use(attempt);
  auto let_go = erasure().remove_unused(tenant, id);
  if (attempt > 1) return let_go;
  sql_ << "DELETE FROM idempotency WHERE tenant = :t AND verification = :v", use(tenant), use(id);
  sql_ << "DELETE FROM verifications WHERE tenant = :t AND id = :v", use(tenant), use(id);
  return let_go;
}

void SqliteSession::probe() {
  sql_ << "UPDATE schema_migrations SET version = version";
}

long long SqliteSession::changes() {
  long long rows = 0;
  sql_ << "SELECT total_changes()", into(rows);
  return rows;
}

std::optional<SqliteSession::Row> SqliteSession::latest(const std::string& tenant, const std::string& id) {
  Row row;
  soci::indicator has_result = soci::i_null, is_erased = soci::i_null;
  long long erased_at = 0;
  sql_ << "SELECT v.product, a.trace_id, v.application, v.created_at, a.attempt, a.status, a.product_version, "
          "a.product_digest, "
          "a.evidence, a.unusable,"
          " a.result, a.accepted_at, v.erased_at FROM verifications v JOIN attempts a ON a.tenant = v.tenant AND "
          "a.verification = "
          "v.id"
          " WHERE v.tenant = :t AND v.id = :i ORDER BY a.attempt DESC LIMIT 1",
      use(tenant), use(id), into(row.product), into(row.trace_id), into(row.application), into(row.created_at),
      into(row.attempt), into(row.status), into(row.product_version), into(row.product_digest), into(row.evidence),
      into(row.unusable), into(row.result, has_result), into(row.accepted_at), into(erased_at, is_erased);
  if (!sql_.got_data()) return std::nullopt;
  row.erased = is_erased == soci::i_ok;
  return row;
}

domain::Result<std::shared_ptr<const domain::Verification>> SqliteSession::find(const std::string& tenant,
                                                                                const std::string& id) {
  const auto row = latest(tenant, id);
  if (!row) return unknown_verification();
  if (row->status == "completed") {
    auto read = from_text(row->result);
    if (!read) return read.error();
    return std::make_shared<const domain::Verification>(std::move(*read));
  }
  auto verification = pending(row->work(tenant, id));
  verification.evidence = evidence_from_text(row->evidence);
  return std::make_shared<const domain::Verification>(std::move(verification));
}

domain::Result<std::vector<std::shared_ptr<const domain::Verification>>> SqliteSession::earlier(
    const std::string& tenant, const std::string& id, int attempt) {
  const soci::rowset<std::string> rows =
      (sql_.prepare
           << "SELECT result FROM attempts WHERE tenant = :t AND verification = :v AND attempt < :n AND result "
              "IS NOT NULL ORDER BY attempt",
       use(tenant), use(id), use(attempt));
  return read_all(rows);
}

domain::Result<std::vector<std::shared_ptr<const domain::Verification>>> SqliteSession::of_application(
    const std::string& tenant, const std::string& application, const std::string& except) {
  const std::size_t most = kMostOfApplication;
  const soci::rowset<std::string> rows =
      (sql_.prepare << "SELECT a.result FROM verifications v JOIN attempts a ON a.tenant = v.tenant AND "
                       "a.verification = v.id WHERE v.tenant = :t AND v.application = :p AND v.application <> '' AND "
                       "v.id <> :i AND a.result IS NOT NULL ORDER BY a.completed_at DESC LIMIT :n",
       use(tenant), use(application), use(except), use(most));
  return read_all(rows);
}

domain::Result<Work> SqliteSession::work(const std::string& tenant, const std::string& id) {
  const auto row = latest(tenant, id);
  if (!row) return unknown_verification();
  Work work = row->work(tenant, id);
  for (const auto& reference : evidence_from_text(row->evidence)) {
    auto bytes = load(tenant, reference);
    if (!bytes) {
      // Lost evidence must not affect checks that do not need it.
      auto error = bytes.error();
      error.at = reference.name;
      work.unusable.insert_or_assign(reference.name, std::move(error));
      continue;
    }
    work.evidence.emplace(reference.name, std::move(*bytes));
  }
  return work;
}

domain::Result<std::shared_ptr<const domain::Bytes>> SqliteSession::load(const std::string& tenant,
                                                                         const domain::EvidenceRef& evidence) {
  soci::blob content(sql_);
  soci::indicator is_inline = soci::i_null;
  sql_ << "SELECT content FROM blobs WHERE tenant = :t AND digest = :d", use(tenant), use(evidence.digest),
      into(content, is_inline);
  if (!sql_.got_data()) return lost();
  if (is_inline != soci::i_ok) {
    return map_blob(blob_path(directory_, evidence.digest), evidence.media_type, evidence.digest);
  }
  auto held = std::make_shared<std::vector<std::uint8_t>>(content.get_len());
  if (!held->empty()) content.read(0, reinterpret_cast<char*>(held->data()), held->size());
  auto bytes = std::make_shared<domain::Bytes>();
  bytes->data = held->data();
  bytes->size = held->size();
  bytes->media_type = evidence.media_type;
  bytes->digest = evidence.digest;
  bytes->owner = std::move(held);
  return std::shared_ptr<const domain::Bytes>(std::move(bytes));
}

domain::Result<std::shared_ptr<const domain::Bytes>> SqliteSession::evidence(const std::string& tenant,
                                                                             const EvidenceAddress& address) {
  const auto row = latest(tenant, address.verification);
  if (!row) return unknown_reference();
  for (const auto& reference : evidence_from_text(row->evidence))
    if (reference.name == address.name) return load(tenant, reference);
  return unknown_reference();
}

domain::Result<std::shared_ptr<const domain::Bytes>> SqliteSession::artifact(const std::string& tenant,
                                                                             const std::string& id,
                                                                             const std::string& name) {
  const auto found = find(tenant, id);
  if (!found) return found.error();
  const auto* artifact = find_kept(**found, name);
  if (!artifact) return unknown_artifact();
  return load(tenant, {artifact->name, artifact->media_type, artifact->digest, artifact->size});
}

std::vector<SqliteSession::Unfinished> SqliteSession::unfinished() {
  std::vector<Unfinished> found;
  const soci::rowset<soci::row> rows =
      (sql_.prepare << "SELECT tenant, verification, starts FROM attempts WHERE status <> 'completed' "
                       "ORDER BY accepted_at, verification");
  for (const soci::row& row : rows)
    found.push_back({row.get<std::string>(0), row.get<std::string>(1), row.get<int>(2)});
  return found;
}

std::vector<Rejection> SqliteSession::rejections(domain::TimePoint since) {
  std::vector<Rejection> found;
  const long long after = stamp(since);
  const soci::rowset<soci::row> rows =
      (sql_.prepare << "SELECT v.tenant, v.product, a.completed_at FROM attempts a JOIN verifications v"
                       " ON v.tenant = a.tenant AND v.id = a.verification"
                       " WHERE a.outcome = 'reject' AND a.completed_at > :x",
       use(after));
  for (const soci::row& row : rows)
    found.push_back({row.get<std::string>(0), row.get<std::string>(1), time_point(row.get<long long>(2))});
  return found;
}

}  // namespace cotejo::storage
