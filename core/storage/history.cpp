#include "storage/history.hpp"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <limits>
#include <stdexcept>
#include <vector>

#include "storage/database_file.hpp"
#include "storage/migrations.hpp"
#include "storage/timestamps.hpp"
#include "storage/verification_json.hpp"

namespace cotejo::storage {

using soci::into;
using soci::use;

class History::Impl {
 public:
  explicit Impl(const std::filesystem::path& directory) {
    const auto file = database_file(directory);
    if (!std::filesystem::exists(file)) throw std::runtime_error("there is no " + file.string());
    try {
      sql_.open(soci::sqlite3, "dbname=\"" + file.string() + "\"");
      sql_ << "PRAGMA query_only = ON";
      sql_ << "PRAGMA busy_timeout = 5000";
      int version = 0;
      sql_ << "SELECT MAX(version) FROM schema_migrations", into(version);
      if (version > migrations().back().version) throw std::runtime_error("a newer cotejo wrote it");
    } catch (const std::exception& failure) {
      throw std::runtime_error("cannot read " + file.string() + ": " + failure.what());
    }
  }

  std::uint64_t count(const Selection& selection) {
    const Bounds bounds(selection);
    long long found = 0;
    sql_ << "SELECT COUNT(*)" + from(selection), use(selection.product, "p"), use(bounds.tenant, "t"),
        use(bounds.since, "s"), use(bounds.until, "u"), into(found);
    const auto all = static_cast<std::uint64_t>(found);
    return selection.newest > 0 ? std::min(all, selection.newest) : all;
  }

  // Results are fetched one by one: sorting them would copy all of them to a temporary file.
  void each(const Selection& selection, const std::function<void(Entry)>& take) {
    const soci::transaction snapshot(sql_);
    auto rows = newest_first(selection);
    long long row = 0;
    std::string id, result;
    soci::statement fetch = (sql_.prepare << "SELECT verification, result FROM attempts WHERE rowid = :r", use(row),
                             into(id), into(result));
    for (auto each = rows.rbegin(); each != rows.rend(); ++each) {
      row = *each;
      if (fetch.execute(true)) take({id, from_text(result, Parts::judged)});
    }
  }

 private:
  std::vector<long long> newest_first(const Selection& selection) {
    const Bounds bounds(selection);
    const long long newest = selection.newest > 0 ? static_cast<long long>(selection.newest) : -1;
    std::vector<long long> rows;
    long long row = 0;
    soci::statement statement =
        (sql_.prepare << "SELECT a.rowid" + from(selection) +
                             " ORDER BY a.completed_at DESC, a.verification DESC, a.attempt DESC LIMIT :n",
         use(selection.product, "p"), use(bounds.tenant, "t"), use(bounds.since, "s"), use(bounds.until, "u"),
         use(newest, "n"), into(row));
    statement.execute();
    while (statement.fetch()) rows.push_back(row);
    return rows;
  }

  struct Bounds {
    explicit Bounds(const Selection& selection)
        : tenant(selection.tenant.value_or("")),
          since(selection.since ? stamp(*selection.since) : 0),
          until(selection.until ? stamp(*selection.until) : std::numeric_limits<long long>::max()) {}
    std::string tenant;
    long long since, until;
  };

  static std::string from(const Selection& selection) {
    return std::string(
               " FROM attempts a JOIN verifications v ON v.tenant = a.tenant AND v.id = a.verification"
               " WHERE a.status = 'completed' AND v.product = :p AND ") +
           (selection.tenant ? "a.tenant = :t" : ":t = ''") + " AND a.completed_at >= :s AND a.completed_at < :u";
  }

  soci::session sql_;
};

History::History(const std::filesystem::path& directory) : impl_(std::make_unique<Impl>(directory)) {}
History::~History() = default;

std::uint64_t History::count(const Selection& selection) {
  return impl_->count(selection);
}
void History::each(const Selection& selection, const std::function<void(Entry)>& take) {
  impl_->each(selection, take);
}

}  // namespace cotejo::storage
