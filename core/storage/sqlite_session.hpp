// One connection to the embedded database, with the statements that its thread uses. A session belongs to one thread.
#pragma once
#include <soci/soci.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "storage/index_tables.hpp"
#include "storage/store.hpp"

namespace cotejo::storage {

class SqliteSession {
 public:
  // Throws std::runtime_error. WAL, synchronous=FULL: a commit is on the disk when it returns.
  SqliteSession(const std::filesystem::path& directory, std::chrono::milliseconds busy_timeout);
  ~SqliteSession();

  soci::session& sql() { return sql_; }
  IndexTables index() { return IndexTables(sql_); }

  // ---- writes: inside a transaction of the caller's; throw soci::soci_error

  // An error is a refusal: nothing was written.
  domain::Result<Receipt> accept(const Acceptance& acceptance, std::chrono::milliseconds key_life);
  void complete(const domain::Verification& verification, const std::string& text);
  void count_start(const std::string& tenant, const std::string& id, int attempt, int by);
  // Digests of what the verification has no more: once it is committed, the files that are not used() are to be
  // removed.
  std::vector<std::string> withdraw(const std::string& tenant, const std::string& id, int attempt);
  // `let_go`: such digests, too.
  domain::Result<Erased> erase_evidence(const std::string& tenant, const std::string& id, domain::TimePoint now,
                                        std::vector<std::string>& let_go);
  // After the transaction of an erasure: what was deleted is neither in the write-ahead log nor in the file any more.
  // False when a reader is in the way.
  bool scrub();
  void probe();         // writes a page that says what it said
  long long changes();  // rows written since the session began, also by transactions that failed

  // ---- reads

  domain::Result<std::shared_ptr<const domain::Verification>> find(const std::string& tenant, const std::string& id);
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
  bool used(const std::string& digest);  // by anybody: files are shared by all tenants
  std::set<std::string> used_with(const std::string& beginning);
  bool knows_evidence();  // of any verification

 private:
  struct Row;
  struct Prepared;
  Prepared& prepared();  // made at the first write: only then the tables are there for certain
  std::optional<Row> latest(const std::string& tenant, const std::string& id);
  // The verification that the key stands for; none when it is free.
  std::optional<domain::Result<Receipt>> replay(const Acceptance& acceptance, const IdempotencyKey& key,
                                                long long expired);
  void remember(const Acceptance& acceptance, const IdempotencyKey& key, long long expired);
  void insert_blob(const std::string& tenant, const Blob& blob);
  std::vector<std::string> remove_unused(const std::string& tenant, const std::string& id);
  void use_blob(const std::string& tenant, const std::string& digest, const std::string& verification);
  domain::Result<std::shared_ptr<const domain::Bytes>> load(const std::string& tenant,
                                                            const domain::EvidenceRef& evidence);

  std::filesystem::path directory_;
  soci::session sql_;
  std::unique_ptr<Prepared> prepared_;  // after sql_: its statements end first
};

}  // namespace cotejo::storage
