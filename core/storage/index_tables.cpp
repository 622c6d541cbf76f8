#include "storage/index_tables.hpp"

#include <set>

#include "storage/timestamps.hpp"

namespace cotejo::storage {
namespace {

using soci::into;
using soci::use;

}  // namespace

std::vector<EntryErasure> replaced_by(const std::string& tenant, const std::string& verification,
                                      const domain::IndexPuts& puts) {
  std::set<std::string> owners;
  for (const auto& entry : puts.entries) owners.insert(entry.owner);
  std::vector<EntryErasure> replaced;
  for (const auto& owner : owners) replaced.push_back({tenant, verification, owner, std::nullopt});
  return replaced;
}

void IndexTables::replace(const domain::Verification& verification) {
  if (!verification.index) return;
  if (verification.attempt > 1) {
    for (const auto& earlier : replaced_by(verification.tenant, verification.id, *verification.index)) erase(earlier);
    for (const char* table : {"index_keys", "index_vectors"})
      sql_ << std::string("UPDATE ") + table + " SET superseded = 1 WHERE tenant = :t AND verification = :v",
          use(verification.tenant), use(verification.id);
  }
  for (const auto& entry : verification.index->entries)
    if (!entry.erased()) put(verification, entry);
}

void IndexTables::put(const domain::Verification& v, const domain::IndexEntry& entry) {
  const long long at = stamp(v.index->at), expires = stamp(v.index->expires);
  if (entry.vector.empty()) {
    // The same key twice in one verification is one entry.
    sql_ << "INSERT OR IGNORE INTO index_keys (tenant, space, key, at, verification, owner, application, expires_at) "
            "VALUES (:t, :s, :k, :a, :v, :o, :p, :e)",
        use(v.tenant), use(entry.space), use(entry.key), use(at), use(v.id), use(entry.owner),
        use(v.index->application), use(expires);
    return;
  }
  soci::blob bytes(sql_);
  bytes.write(0, reinterpret_cast<const char*>(entry.vector.data()), entry.vector.size() * sizeof(float));
  sql_ << "INSERT INTO index_vectors (tenant, space, verification, owner, application, at, expires_at, vector) VALUES "
          "(:t, :s, :v, :o, :p, :a, :e, :b)",
      use(v.tenant), use(entry.space), use(v.id), use(entry.owner), use(v.index->application), use(at), use(expires),
      use(bytes);
}

Erased IndexTables::erase(const EntryErasure& what) {
  const bool all_owners = what.owner.empty(), all_verifications = what.verification.empty();
  const std::string where = what.expired        ? "expires_at <= :x"
                            : all_verifications ? "tenant = :t AND owner = :w AND :v = ''"
                            : all_owners        ? "tenant = :t AND :w = '' AND verification = :v"
                                                : "tenant = :t AND owner = :w AND verification = :v";
  const long long expired = what.expired ? stamp(*what.expired) : 0;
  const std::size_t most = kMostErasedNames;
  Erased erased;
  const auto run = [&](const std::string& table) {
    const std::string statement = "DELETE FROM " + table + " WHERE " + where;
    soci::statement gone = what.expired ? (sql_.prepare << statement, use(expired))
                                        : (sql_.prepare << statement, use(what.tenant, "t"), use(what.owner, "w"),
                                           use(what.verification, "v"));
    gone.execute(true);
    return static_cast<std::uint64_t>(std::max<long long>(gone.get_affected_rows(), 0));
  };
  if (!what.expired) {
    const soci::rowset<std::string> names =
        (sql_.prepare << "SELECT verification FROM index_keys WHERE " + where +
                             " UNION SELECT verification FROM index_vectors WHERE " + where + " ORDER BY 1 LIMIT :n",
         use(what.tenant, "t"), use(what.owner, "w"), use(what.verification, "v"), use(most, "n"));
    erased.verifications.assign(names.begin(), names.end());
  }
  erased.keys = run("index_keys");
  erased.vectors = run("index_vectors");
  return erased;
}

bool IndexTables::keep_secret(const std::string& fingerprint) {
  std::string kept;
  sql_ << "SELECT fingerprint FROM index_secret", into(kept);
  if (sql_.got_data()) return kept == fingerprint;
  sql_ << "INSERT INTO index_secret (fingerprint) VALUES (:f)", use(fingerprint);
  return true;
}

IndexRows IndexTables::find(const IndexView& view, const KeyQuestion& question) {
  const long long as_of = stamp(view.as_of), since = stamp(question.since);
  const int most = static_cast<int>(kMostIndexRows);
  IndexRow row;
  long long at = 0;
  int same = 0;
  // The outer condition is that of IndexView::sees.
  soci::statement statement =
      (sql_.prepare << "SELECT owner, verification, at, same FROM (SELECT owner, verification, at, superseded,"
                       " (verification = :v OR (application <> '' AND application = :a)) AS same FROM index_keys"
                       " WHERE tenant = :t AND space = :s AND key = :k AND at >= :x AND expires_at > :m)"
                       " WHERE CASE WHEN same THEN :o <> '' AND owner <> '' AND owner <> :p ELSE NOT superseded END"
                       " ORDER BY at DESC, verification DESC LIMIT :l",
       use(view.verification), use(view.application), use(view.tenant), use(question.space), use(question.key),
       use(since), use(as_of), use(view.owner), use(view.owner), use(most), into(row.owner), into(row.verification),
       into(at), into(same));
  IndexRows rows;
  statement.execute();
  while (statement.fetch()) {
    row.at = time_point(at);
    row.same_application = same != 0;
    rows.push_back(row);
  }
  return rows;
}

void IndexTables::each_vector(const std::function<void(StoredVector)>& take) {
  StoredVector v;
  soci::blob bytes(sql_);
  long long at = 0, expires = 0;
  int superseded = 0;
  soci::statement statement =
      (sql_.prepare << "SELECT tenant, space, verification, owner, application, at, expires_at, superseded, "
                       "vector FROM index_vectors ORDER BY rowid",
       into(v.tenant), into(v.space), into(v.verification), into(v.owner), into(v.application), into(at), into(expires),
       into(superseded), into(bytes));
  statement.execute();
  while (statement.fetch()) {
    v.at = time_point(at);
    v.expires = time_point(expires);
    v.superseded = superseded != 0;
    v.vector.resize(bytes.get_len() / sizeof(float));
    bytes.read(0, reinterpret_cast<char*>(v.vector.data()), v.vector.size() * sizeof(float));
    take(v);
  }
}

}  // namespace cotejo::storage
