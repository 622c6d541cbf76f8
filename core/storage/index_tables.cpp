#include "storage/index_tables.hpp"

#include <cstring>

#include "storage/timestamps.hpp"

namespace cotejo::storage {
namespace {

using soci::into;
using soci::use;

}  // namespace

void IndexTables::replace(const domain::Verification& verification) {
  if (!verification.index) return;
  if (verification.attempt > 1) {
    EntryErasure earlier;
    earlier.tenant = verification.tenant;
    earlier.verification = verification.id;
    erase(earlier);
  }
  for (const auto& entry : verification.index->entries)
    if (!entry.erased()) put(verification, entry);
}

void IndexTables::put(const domain::Verification& v, const domain::IndexEntry& entry) {
  const long long at = stamp(v.index->at), completed = stamp(v.completed_at), expires = stamp(v.index->expires);
  if (entry.vector.empty()) {
    // The same key twice in one verification is one entry.
    sql_ << "INSERT OR IGNORE INTO index_keys (tenant, space, key, at, verification, owner, application, completed_at, "
            "expires_at) VALUES (:t, :s, :k, :a, :v, :o, :p, :c, :e)",
        use(v.tenant), use(entry.space), use(entry.key), use(at), use(v.id), use(entry.owner),
        use(v.index->application), use(completed), use(expires);
    return;
  }
  soci::blob bytes(sql_);
  bytes.write(0, reinterpret_cast<const char*>(entry.vector.data()), entry.vector.size() * sizeof(float));
  sql_ << "INSERT INTO index_vectors (tenant, space, verification, owner, application, at, completed_at, expires_at, "
          "vector) VALUES (:t, :s, :v, :o, :p, :a, :c, :e, :b)",
      use(v.tenant), use(entry.space), use(v.id), use(entry.owner), use(v.index->application), use(at), use(completed),
      use(expires), use(bytes);
}

Erased IndexTables::erase(const EntryErasure& what) {
  const bool of_owner = what.verification.empty();
  const std::string where = what.expired ? "expires_at <= :x"
                            : of_owner   ? "tenant = :t AND owner = :w"
                                         : "tenant = :t AND verification = :w";
  const std::string& whose = of_owner ? what.owner : what.verification;
  const long long expired = what.expired ? stamp(*what.expired) : 0;
  const std::size_t most = kMostErasedNames;
  Erased erased;
  const auto run = [&](const std::string& table) {
    const std::string statement = "DELETE FROM " + table + " WHERE " + where;
    soci::statement gone = what.expired ? (sql_.prepare << statement, use(expired))
                                        : (sql_.prepare << statement, use(what.tenant), use(whose));
    gone.execute(true);
    return static_cast<std::uint64_t>(std::max<long long>(gone.get_affected_rows(), 0));
  };
  if (!what.expired) {
    const soci::rowset<std::string> names =
        (sql_.prepare << "SELECT verification FROM index_keys WHERE " + where +
                             " UNION SELECT verification FROM index_vectors WHERE " + where + " ORDER BY 1 LIMIT :n",
         use(what.tenant, "t"), use(whose, "w"), use(most, "n"));
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
  soci::statement statement =
      (sql_.prepare
           << "SELECT owner, verification, at FROM index_keys WHERE tenant = :t AND space = :s AND key = :k AND "
              "at >= :x AND expires_at > :m AND verification <> :v AND (application = "
              "'' OR application <> :a) ORDER BY at DESC, verification DESC LIMIT :l",
       use(view.tenant), use(question.space), use(question.key), use(since), use(as_of), use(view.verification),
       use(view.application), use(most), into(row.owner), into(row.verification), into(at));
  IndexRows rows;
  statement.execute();
  while (statement.fetch()) {
    row.at = time_point(at);
    rows.push_back(row);
  }
  return rows;
}

void IndexTables::each_vector(const std::function<void(StoredVector)>& take) {
  StoredVector v;
  soci::blob bytes(sql_);
  long long at = 0, expires = 0;
  soci::statement statement =
      (sql_.prepare << "SELECT tenant, space, verification, owner, application, at, expires_at, vector "
                       "FROM index_vectors ORDER BY rowid",
       into(v.tenant), into(v.space), into(v.verification), into(v.owner), into(v.application), into(at), into(expires),
       into(bytes));
  statement.execute();
  while (statement.fetch()) {
    v.at = time_point(at);
    v.expires = time_point(expires);
    v.vector.resize(bytes.get_len() / sizeof(float));
    bytes.read(0, reinterpret_cast<char*>(v.vector.data()), v.vector.size() * sizeof(float));
    take(v);
  }
}

}  // namespace cotejo::storage
