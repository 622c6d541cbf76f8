// A connection to the embedded database with its prepared statements. A session belongs to one thread.
#pragma once
#include <soci/soci.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "storage/index_tables.hpp"
#include "storage/sqlite_erasure.hpp"
#include "storage/store.hpp"

namespace cotejo::storage {

class SqliteSession {
 public:
  // Throws std::runtime_error. The journal is WAL with synchronous=FULL: a commit is on the disk when it returns.
  SqliteSession(const std::filesystem::path& directory, std::chrono::milliseconds busy_timeout);
  ~SqliteSession();

  soci::session& sql() { return sql_; }
  IndexTables index() { return IndexTables(sql_); }
  SqliteErasure erasure() { return SqliteErasure(sql_); }

  // ---- writes: inside a transaction of the caller; throw soci::soci_error

  // A result, and its verification_json.hpp's text.
  struct Completion {
    std::shared_ptr<const domain::Verification> verification;
    std::string text;
  };
  // With its result when that is there already (`completion`, else null): one row written instead of one written and
  // changed. An error means that the acceptance was refused and nothing was written.
  domain::Result<Receipt> accept(const Acceptance& acceptance, std::chrono::milliseconds key_life,
                                 const Completion* completion = nullptr);
  void complete(const Completion& completion);
  void count_start(const std::string& tenant, const std::string& id, int attempt, int by);
  // Returns the digests of content that the verification no longer uses. After the commit, the caller removes the files
  // for which erasure().used() is false.
  std::vector<std::string> withdraw(const std::string& tenant, const std::string& id, int attempt);
  bool has_file(const std::string& digest);  // whether a row of any tenant names a file with this content
  void probe();         // rewrites a page with the same content, to find out whether the disk takes writes
  long long changes();  // rows written since the session began, also by transactions that failed

  // ---- reads

  domain::Result<std::shared_ptr<const domain::Verification>> find(const std::string& tenant, const std::string& id);
  domain::Result<std::vector<std::shared_ptr<const domain::Verification>>> earlier(const std::string& tenant,
                                                                                   const std::string& id, int attempt);
  domain::Result<std::vector<std::shared_ptr<const domain::Verification>>> of_application(
      const std::string& tenant, const std::string& application, const std::string& except);
  domain::Result<Work> work(const std::string& tenant, const std::string& id);
  domain::Result<std::shared_ptr<const domain::Bytes>> artifact(const std::string& tenant, const std::string& id,
                                                                const std::string& name);
  domain::Result<std::shared_ptr<const domain::Bytes>> evidence(const std::string& tenant,
                                                                const EvidenceAddress& address);
  struct Unfinished {
    std::string tenant, id;
    int starts = 0;
  };
  std::vector<Unfinished> unfinished();
  std::vector<Rejection> rejections(domain::TimePoint since);

 private:
  struct Row;
  struct Prepared;
  Prepared& prepared();  // prepared at the first write, when the tables certainly exist
  std::optional<Row> latest(const std::string& tenant, const std::string& id);
  // The receipt of the verification that already has this key; none when the key is free.
  std::optional<domain::Result<Receipt>> replay(const Acceptance& acceptance, const IdempotencyKey& key,
                                                long long expired);
  void remember(const Acceptance& acceptance, const IdempotencyKey& key, long long expired);
  std::optional<domain::Error> erased_since(const Acceptance& acceptance);
  void insert_attempt(const Work& work, const Completion* completion);
  void insert_artifacts(const domain::Verification& verification);
  void insert_blob(const std::string& tenant, const Blob& blob);
  void use_blob(const std::string& tenant, const std::string& digest, const std::string& verification);
  domain::Result<std::shared_ptr<const domain::Bytes>> load(const std::string& tenant,
                                                            const domain::EvidenceRef& evidence);

  std::filesystem::path directory_;
  soci::session sql_;
  std::unique_ptr<Prepared> prepared_;  // declared after sql_, so that the statements are destroyed first
};

}  // namespace cotejo::storage
