// The host's memory across verifications: connectors put keys and vectors into it, and those of later verifications
// find them. The store holds hashes of keys, and the vectors; the vectors are also in memory, where one thread compares
// them. What verifications under way put is found as well. README.md in this folder is the contract. [thread-safe]
#pragma once
#include <memory>

#include "domain/verification.hpp"
#include "services/secret.hpp"
#include "services/services.hpp"
#include "storage/store.hpp"

namespace cotejo::services {

// How long entries are kept when neither host nor product sets it. Our choice: long enough to recognise a person who
// pays back a loan over two years and then asks for another.
inline constexpr std::chrono::milliseconds default_retention = std::chrono::hours(24 * 730);

struct IndexOptions {
  std::chrono::milliseconds retention = default_retention;
  std::size_t max_waiting = 1024;  // requests that wait; beyond: service.overloaded
  // From this number of vectors of one space on, a search uses a graph. Below, it compares all of them and misses none,
  // in 25 ms for 100,000. README.md says why.
  std::size_t graph_from = 200'000;
  std::chrono::milliseconds sweep_every = std::chrono::minutes(10);
};

class Index final : public Services {
 public:
  template <class T>
  using ThenResult = std::function<void(domain::Result<T>)>;

  // Reads all vectors. Throws std::runtime_error in one sentence. The store outlives it.
  Index(storage::Store& store, Secret secret, IndexOptions options = {});
  ~Index() override;

  void ask(const Asker& asker, const domain::Request& request, Then then) override;

  // The verification is committed: what it put is found in the store and in memory from now on.
  void completed(const domain::Verification& verification);

  // Erases everything of an owner: gone from files and memory when `then` is called without an error.
  void erase_owner(const std::string& tenant, const std::string& owner, ThenResult<storage::Erased> then);
  // Erases a verification's entries together with its evidence: see Store::erase_evidence.
  void erase_verification(const std::string& tenant, const std::string& id, ThenResult<storage::Erased> then);
  // Erases the entries that have expired at `now`, but at most once in `sweep_every`. Call it at intervals.
  void sweep(domain::TimePoint now);

  struct Load {
    std::size_t vectors = 0, not_in_graph = 0, bytes = 0;  // bytes: of memory, estimated
    std::size_t waiting = 0;                               // questions
    std::uint64_t answered = 0;
  };
  Load load() const;

  // For tests of erasure: whether the index holds this vector in memory. Waits for its turn.
  bool holds(std::vector<float> vector) const;
  // Waits until all vectors that belong into the graph are in it.
  void settle() const;

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace cotejo::services
