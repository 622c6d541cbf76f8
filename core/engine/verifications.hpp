// The service between callers (HTTP) and the parts that do the work: it accepts submissions, stores them durably, runs
// them, and lets callers wait for results and watch progress. One for each process. [thread-safe]
#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/engine.hpp"
#include "products/compiler.hpp"
#include "services/index.hpp"
#include "storage/store.hpp"
#include "telemetry/log.hpp"
#include "telemetry/metrics.hpp"

namespace cotejo::engine {

// The current set of products; replaced as a whole on reload.
using ProductsSnapshot = std::atomic<std::shared_ptr<const products::Products>>;

// Engine::run, or a substitute in tests.
using Submit = std::function<domain::Result<void>(Submission, Engine::Progress, Engine::Done)>;

struct Received {
  std::string name;
  storage::Blob blob;
  bool stored = false;  // the store has the content already, from another verification
};

struct NewVerification {
  std::string tenant = "default";
  std::string trace_id;
  std::shared_ptr<const products::Product> product;
  std::vector<Received> evidence;  // only names that the product has
  storage::Unusable unusable;
  std::string application;  // the caller's reference, which verifications of the same applicant share
  std::optional<std::string> idempotency_key;
  std::optional<std::chrono::milliseconds> budget;  // the caller's; the product caps it
};

// The progress of a verification while it runs, and for a short time after. Listeners are called when something changed
// and then take a snapshot.
class Progress {
 public:
  struct Snapshot {
    std::vector<domain::NodeTrace> nodes;  // those after `from`
    std::shared_ptr<const domain::Verification> completed;
    std::optional<domain::Error> failed;  // the result could not be kept
  };
  Snapshot look(std::size_t from) const;
  // When a listener is called. One that only waits for the result is not called for each node.
  enum class Of { nodes_and_end, end };
  // `changed` is called from any thread until the returned token is destroyed; a call that has begun may end after
  // that.
  std::shared_ptr<void> listen(std::function<void()> changed, Of of = Of::nodes_and_end);

 private:
  friend class Verifications;
  using Listener = std::function<void()>;
  struct Listening {
    std::weak_ptr<Listener> listener;
    Of of;
  };
  void add(domain::NodeTrace node);
  void end(std::shared_ptr<const domain::Verification> completed, std::optional<domain::Error> failed);
  std::vector<std::shared_ptr<Listener>> listeners(bool at_end) const;  // with the lock held

  mutable std::mutex mutex_;
  std::vector<domain::NodeTrace> nodes_;
  std::shared_ptr<const domain::Verification> completed_;
  std::optional<domain::Error> failed_;
  std::vector<Listening> listeners_;
  std::atomic<bool> refused_{false};  // it started beside its commit, which then failed: nobody waits for the result
};

struct Ticket {
  std::string id;
  int attempt = 1;
  bool replayed = false;
  std::shared_ptr<Progress> progress;  // null when it is not running here: read it from the store with find()
};

class Verifications {
 public:
  template <class T>
  using Then = std::function<void(domain::Result<T>)>;
  using Clock = std::function<domain::TimePoint()>;

  // `index` is told what was committed; null: there is no index.
  // Throws std::runtime_error in one sentence when the store cannot be read.
  Verifications(storage::Store& store, Submit submit, const ProductsSnapshot& products, telemetry::Metrics& metrics,
                telemetry::Log& log, Clock clock, services::Index* index = nullptr);
  ~Verifications();
  Verifications(const Verifications&) = delete;
  Verifications& operator=(const Verifications&) = delete;

  storage::BlobWriter open_blob(std::uint64_t limit);

  // `accepted` is called once, after the commit; the run may have ended by then. Without an idempotency key the first
  // attempt starts at once, while the commit is under way.
  void submit(NewVerification request, Then<Ticket> accepted);
  // The next attempt: earlier evidence, with `evidence.name` replaced. With the evidence that is there already it is
  // the latest attempt again (`replayed`), unless that one met a retriable error. Errors: verification.not_found,
  // verification.in_progress, verification.attempts_exhausted, verification.erased, evidence.unknown.
  void resubmit(std::string tenant, std::string id, Received evidence, std::string trace_id, Then<Ticket> accepted);

  void find(std::string tenant, std::string id, Then<std::shared_ptr<const domain::Verification>> then);
  // The results of the attempts before `attempt`: see Store::find_earlier.
  void find_earlier(std::string tenant, std::string id, int attempt,
                    Then<std::vector<std::shared_ptr<const domain::Verification>>> then);
  void find_evidence(std::string tenant, std::vector<storage::EvidenceAddress> addresses,
                     Then<storage::FoundEvidence> then);
  void find_artifact(std::string tenant, std::string id, std::string name,
                     Then<std::shared_ptr<const domain::Bytes>> then);
  // See Store::erase_evidence.
  void erase_evidence(std::string tenant, std::string id, Then<storage::Erased> then);
  // Erases everything that the index holds for an owner, named as connectors name them. service.unknown when there is
  // no index.
  void erase_owner(std::string tenant, std::string owner, Then<storage::Erased> then);

  // Null when it is not running here.
  std::shared_ptr<Progress> watch(std::string_view tenant, std::string_view id) const;

  // At start: runs what an earlier process accepted but did not finish, as the engine has room. Returns their number.
  domain::Result<std::size_t> recover();

  std::size_t running() const;
  // Refuses new work from now on (platform.draining). Running verifications go on.
  void drain();
  // Tries again to store results that the store could not take; until it does, these verifications show as `accepted`.
  // Call it at intervals.
  void keep_again();

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace cotejo::engine
