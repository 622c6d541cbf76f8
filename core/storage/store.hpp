// What outlives a request: accepted work, evidence, results, idempotency keys. Two kinds: embedded SQLite (durable) and
// memory. No function blocks its caller, except open_blob's writers (page cache), unfinished(),
// rejections() and stop(). Completions
// are called from a storage thread, or from within the call (memory): they only hand over, they do not work. All of it
// is [thread-safe].
#pragma once
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domain/verification.hpp"
#include "storage/blob.hpp"
#include "storage/index_rows.hpp"

namespace cotejo::storage {

using Evidence = std::map<std::string, std::shared_ptr<const domain::Bytes>, std::less<>>;
using Unusable = std::map<std::string, domain::Error, std::less<>>;

// One attempt of a verification, as it was accepted.
struct Work {
  std::string id, tenant = "default", trace_id;
  domain::ProductRef product;
  int attempt = 1;
  domain::TimePoint created_at{};   // of the verification
  domain::TimePoint accepted_at{};  // of this attempt: the components' `now`
  std::string application;          // the caller's reference; empty: it gave none
  bool erased = false;              // its evidence: there is nothing to build another attempt on
  Evidence evidence;                // all of it, what earlier attempts sent included
  Unusable unusable;                // sent, and could not be taken
  int starts = 0;                   // of this attempt by processes that found it unfinished, and ended
};

struct IdempotencyKey {
  std::string key;
  std::string request_digest;  // of product and evidence: what must be the same under the same key
};

inline domain::Error unknown_reference() {
  return domain::make_error(domain::Scope::evidence, "evidence.reference_unknown",
                            "there is no such evidence of such a verification");
}

inline domain::Error unknown_artifact() {
  return domain::make_error(domain::Scope::request, "artifact.not_found",
                            "the result of this verification has no such picture");
}
inline const domain::KeptArtifact* find_kept(const domain::Verification& verification, std::string_view name) {
  for (const auto& artifact : verification.artifacts)
    if (artifact.name == name) return &artifact;
  return nullptr;
}

struct Acceptance {
  Work work;
  std::vector<Blob> blobs;  // new content among work.evidence
  std::optional<IdempotencyKey> key;
};

// Evidence of a verification, as its latest attempt has it.
struct EvidenceAddress {
  std::string verification, name;
};

struct Receipt {
  std::string id;
  bool replayed = false;  // the key was known: `id` is the earlier verification, and nothing was written
};

struct Load {
  std::size_t writes_waiting = 0, reads_waiting = 0;
  std::uint64_t commits = 0, writes = 0;
  bool failing = false;  // the last write was refused by the disk
};

using FoundEvidence = std::vector<domain::Result<std::shared_ptr<const domain::Bytes>>>;

// How long a key stands for the verification that it was first used for.
inline constexpr std::chrono::milliseconds default_key_life = std::chrono::hours(24);

// A rejection that nobody looked at before the applicant was told.
struct Rejection {
  std::string tenant, product;
  domain::TimePoint at{};  // when it was completed
};

class Store {
 public:
  template <class T>
  using Then = std::function<void(domain::Result<T>)>;

  virtual ~Store() = default;

  virtual BlobWriter open_blob(std::uint64_t limit) = 0;

  // Committed, with all its blobs, when `then` is called with a receipt. Errors: idempotency.conflict (same key, other
  // request), verification.conflict (attempt > 1 and another attempt is not completed), platform.overloaded,
  // platform.storage.
  virtual void accept(Acceptance acceptance, Then<Receipt> then) = 0;
  // The result of the attempt that `verification` names. In order after its accept(). What it puts into the index
  // takes the place of what an earlier attempt put, in the same transaction.
  virtual void complete(std::shared_ptr<const domain::Verification> verification, Then<void> then) = 0;
  // Adds to Work::starts of an attempt that is not completed: 1 before a process runs again what an earlier one left,
  // -1 when it ends in order before that has ended. Never below 0.
  virtual void count_start(std::string tenant, std::string id, int attempt, int by, Then<void> then) = 0;
  // Takes back an attempt that was accepted and then refused before it ran, with its key.
  virtual void withdraw(std::string tenant, std::string id, int attempt, Then<void> then) = 0;

  // The latest attempt: with its result, or without when it is not completed. verification.not_found.
  virtual void find(std::string tenant, std::string id, Then<std::shared_ptr<const domain::Verification>> then) = 0;
  // The latest attempt's work, with its evidence mapped: to build the next attempt on.
  virtual void find_work(std::string tenant, std::string id, Then<std::shared_ptr<const Work>> then) = 0;

  // One answer for each address, in order; content that is shared is not copied. evidence.reference_unknown (no such
  // verification of this tenant, or no such evidence of it), evidence.lost.
  virtual void find_evidence(std::string tenant, std::vector<EvidenceAddress> addresses, Then<FoundEvidence> then) = 0;

  // A picture that the latest attempt's result names. verification.not_found, artifact.not_found, evidence.lost.
  virtual void find_artifact(std::string tenant, std::string id, std::string name,
                             Then<std::shared_ptr<const domain::Bytes>> then) = 0;

  // What was accepted and never completed, oldest first. Once, at start.
  virtual domain::Result<std::vector<Work>> unfinished() = 0;

  // Automatic rejections that were completed after `since`, of all tenants and products. Once, at start.
  virtual domain::Result<std::vector<Rejection>> rejections(domain::TimePoint since) = 0;

  // ---- the index

  // Rows for each question, in order.
  virtual void find_entries(IndexView view, std::vector<KeyQuestion> questions, Then<std::vector<IndexRows>> then) = 0;
  // All of them. Once, at start: it blocks.
  virtual domain::Result<void> each_vector(const std::function<void(StoredVector)>& take) = 0;
  // Keeps the fingerprint of the secret that entries are hashed with, or compares it: platform.storage when it is
  // another one. Once, at start: it blocks.
  virtual domain::Result<void> index_secret(const std::string& fingerprint) = 0;
  // Gone, also from the files, when `then` is called without an error.
  virtual void erase_entries(EntryErasure what, Then<Erased> then) = 0;

  // The evidence of all attempts, what was read from it (redaction.hpp) and what was put into the index. The decision
  // stays. Content that other verifications have as well stays theirs. verification.not_found,
  // verification.in_progress; erasing twice is no error.
  virtual void erase_evidence(std::string tenant, std::string id, Then<Erased> then) = 0;

  virtual Load load() const = 0;
  // Writes something that changes nothing, so that `failing` ends with its cause also when nobody submits any more.
  virtual void probe() = 0;
  // Commits what is queued, then refuses. Idempotent.
  virtual void stop() = 0;
};

struct SqliteOptions {
  std::filesystem::path directory;       // holds cotejo.db, blobs/, incoming/
  std::size_t max_queued_writes = 4096;  // beyond: platform.overloaded
  std::size_t max_queued_reads = 4096;
  std::chrono::milliseconds key_life = default_key_life;
  std::chrono::milliseconds busy_timeout{5000};  // another process holds the database (a backup, a shell)
};
// Creates or migrates the database. Throws std::runtime_error in one sentence.
std::unique_ptr<Store> open_sqlite(const SqliteOptions& options);

struct MemoryOptions {
  std::filesystem::path incoming;        // evidence above inline_blob_bytes is a file here while it is in use
  std::size_t max_verifications = 4096;  // the oldest completed ones are forgotten
  std::uint64_t max_bytes = 256u << 20;  // of their evidence
  std::chrono::milliseconds key_life = default_key_life;
};
std::unique_ptr<Store> open_memory(const MemoryOptions& options);

}  // namespace cotejo::storage
