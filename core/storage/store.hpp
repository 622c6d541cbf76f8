// Stores what outlives a request: accepted work, evidence, results, idempotency keys. There are two kinds: embedded
// SQLite (durable), and memory. No function blocks its caller, except writers of open_blob() (they write to the page
// cache), those marked as blocking, unfinished(), rejections() and stop(). A completion (`then`) is called from a
// storage thread or, in the memory store, before the function returns: it must only pass the result on and do no work.
// [thread-safe]
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
  domain::TimePoint accepted_at{};  // of this attempt: the `now` that components see
  std::string application;          // the caller's reference; empty: it gave none
  bool erased = false;              // its evidence was erased, so that no further attempt is possible
  Evidence evidence;                // complete, including what earlier attempts sent
  Unusable unusable;                // evidence that was sent but refused
  int starts = 0;  // how often a process that found this attempt unfinished began it again and ended during it
};

struct IdempotencyKey {
  std::string key;
  std::string request_digest;  // of product and evidence, which must be the same under the same key
};

inline domain::Error unknown_reference() {
  return domain::make_error(domain::Scope::evidence, "evidence.reference_unknown",
                            "there is no such evidence of such a verification");
}

inline domain::Error unknown_verification() {
  return domain::make_error(domain::Scope::request, "verification.not_found", "there is no verification with this id");
}

inline domain::Error already_erased() {
  return domain::make_error(domain::Scope::request, "verification.erased",
                            "the evidence of this verification is erased");
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
  std::vector<Blob> blobs;  // the content in work.evidence that is new
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
  bool failing = false;  // the last write, of a row or of evidence, was refused by the disk
};

using FoundEvidence = std::vector<domain::Result<std::shared_ptr<const domain::Bytes>>>;

// How long an idempotency key refers to the verification that it was first used for.
inline constexpr std::chrono::milliseconds default_key_life = std::chrono::hours(24);

// An automatic rejection: no person looked at it before the applicant was told.
struct Rejection {
  std::string tenant, product;
  domain::TimePoint at{};  // when it was completed
};

// An application is verified a few times; a caller that gives one reference to all is not to slow every decision down.
inline constexpr std::size_t kMostOfApplication = 20;

class Store {
 public:
  template <class T>
  using Then = std::function<void(domain::Result<T>)>;

  virtual ~Store() = default;

  virtual BlobWriter open_blob(std::uint64_t limit) = 0;

  // Stores an accepted attempt with its blobs: committed when `then` is called with a receipt. Errors:
  // idempotency.conflict (same key, other request), verification.in_progress (attempt > 1 and another attempt is not
  // completed), verification.erased (attempt > 1, and the evidence of the earlier ones was erased since it was read),
  // evidence.reference_unknown (the same of evidence that came with another verification; durable stores only),
  // platform.overloaded, platform.storage.
  virtual void accept(Acceptance acceptance, Then<Receipt> then) = 0;
  // Stores the result of the attempt that `verification` names; takes effect after its accept(). Its entries for the
  // index replace those of an earlier attempt in the same transaction.
  virtual void complete(std::shared_ptr<const domain::Verification> verification, Then<void> then) = 0;
  // Adds `by` to Work::starts of an attempt that is not completed: 1 before a process runs again what an earlier one
  // left unfinished, -1 when the process shuts down in order before the run has ended. Never below 0.
  virtual void count_start(std::string tenant, std::string id, int attempt, int by, Then<void> then) = 0;
  // Removes an attempt that was accepted and then refused before it ran, together with its idempotency key.
  virtual void withdraw(std::string tenant, std::string id, int attempt, Then<void> then) = 0;

  // The latest attempt, with its result if it is completed. Error: verification.not_found.
  virtual void find(std::string tenant, std::string id, Then<std::shared_ptr<const domain::Verification>> then) = 0;
  // The latest attempt as it was accepted, with its evidence mapped, from which the next attempt is made.
  virtual void find_work(std::string tenant, std::string id, Then<std::shared_ptr<const Work>> then) = 0;

  // The results of the attempts before `attempt`, in order, without their pictures.
  virtual void find_earlier(std::string tenant, std::string id, int attempt,
                            Then<std::vector<std::shared_ptr<const domain::Verification>>> then) = 0;

  // The latest results of other verifications with this reference of the caller's, the newest first, at most
  // kMostOfApplication of them.
  virtual void find_of_application(std::string tenant, std::string application, std::string except,
                                   Then<std::vector<std::shared_ptr<const domain::Verification>>> then) = 0;

  // Finds stored evidence: one answer for each address, in order; content is not copied. Errors: evidence.lost, and
  // evidence.reference_unknown (this tenant has no such verification, or that has no such evidence).
  virtual void find_evidence(std::string tenant, std::vector<EvidenceAddress> addresses, Then<FoundEvidence> then) = 0;

  // A picture that the latest attempt's result names. Errors: verification.not_found, artifact.not_found,
  // evidence.lost.
  virtual void find_artifact(std::string tenant, std::string id, std::string name,
                             Then<std::shared_ptr<const domain::Bytes>> then) = 0;

  // The attempts that were accepted but not completed, oldest first. Called once, at the start.
  virtual domain::Result<std::vector<Work>> unfinished() = 0;

  // Automatic rejections that were completed after `since`, of all tenants and products. Called once, at the start.
  virtual domain::Result<std::vector<Rejection>> rejections(domain::TimePoint since) = 0;

  // ---- the index

  // The rows for each question, in the order of the questions.
  virtual void find_entries(IndexView view, std::vector<KeyQuestion> questions, Then<std::vector<IndexRows>> then) = 0;
  // Passes every stored vector to `take`. Called once, at the start: it blocks.
  virtual domain::Result<void> each_vector(const std::function<void(StoredVector)>& take) = 0;
  // Stores the fingerprint of the secret with which entries are hashed, or compares it with the stored one: the error
  // platform.storage when they differ. Called once, at the start: it blocks.
  virtual domain::Result<void> index_secret(const std::string& fingerprint) = 0;
  // Erases entries of the index: gone, also from the files, when `then` is called without an error.
  virtual void erase_entries(EntryErasure what, Then<Erased> then) = 0;

  // Erases the evidence of all attempts, what was read from it (redaction.hpp) and its entries in the index. The
  // decision stays. Content that other verifications use is kept for them. Errors: verification.not_found,
  // verification.in_progress; erasing twice is no error.
  virtual void erase_evidence(std::string tenant, std::string id, Then<Erased> then) = 0;

  virtual Load load() const = 0;
  // Writes something without effect, so that Load::failing becomes false when the disk works again, also when nobody
  // submits anything.
  virtual void probe() = 0;
  // Commits what is queued, then refuses further work. Idempotent.
  virtual void stop() = 0;
};

struct SqliteOptions {
  std::filesystem::path directory;       // holds cotejo.db, blobs/, incoming/
  std::size_t max_queued_writes = 4096;  // beyond: platform.overloaded
  std::size_t max_queued_reads = 4096;
  std::chrono::milliseconds key_life = default_key_life;
  std::chrono::milliseconds busy_timeout{
      5000};  // how long to wait while another process locks the database (a backup, a shell)
};
// Opens the store; creates or migrates the database. Throws std::runtime_error with one sentence.
std::unique_ptr<Store> open_sqlite(const SqliteOptions& options);

struct MemoryOptions {
  std::filesystem::path incoming;  // evidence above inline_blob_bytes is a file here while it is in use
  // The oldest completed ones are forgotten. So many stay in a processor's cache: with 4,096, whose memory comes back
  // cold, a request of quick checks took a sixth more CPU.
  std::size_t max_verifications = 512;
  std::uint64_t max_bytes = 256u << 20;  // of evidence
  std::chrono::milliseconds key_life = default_key_life;
};
std::unique_ptr<Store> open_memory(const MemoryOptions& options);

}  // namespace cotejo::storage
