// The host's memory across verifications: keys and vectors that connectors put, found again by later ones. Hashes of
// keys are in the store; vectors are there too, and in memory, where one thread compares them. README.md beside this
// file is the contract. [thread-safe]
#pragma once
#include <memory>

#include "domain/verification.hpp"
#include "services/secret.hpp"
#include "services/services.hpp"
#include "storage/store.hpp"

namespace cotejo::services {

// How long entries stay when neither host nor product says it. Ours: long enough to meet a person again who pays back a
// loan over two years and asks for another.
inline constexpr std::chrono::milliseconds default_retention = std::chrono::hours(24 * 730);

struct IndexOptions {
  std::chrono::milliseconds retention = default_retention;
  std::size_t max_waiting = 1024;  // questions; beyond: service.overloaded
  // Vectors of one kind. Below, all of them are looked at, and nobody is missed: 25 ms for 100,000. README.md has why.
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

  // What it put is committed: seen from now on.
  void completed(const domain::Verification& verification);

  // Gone from files and memory when `then` is called without an error.
  void erase_owner(const std::string& tenant, const std::string& owner, ThenResult<storage::Erased> then);
  // With its evidence: see Store::erase_evidence.
  void erase_verification(const std::string& tenant, const std::string& id, ThenResult<storage::Erased> then);
  // Erases what is over at `now`; as often as `sweep_every` at most. To be called from time to time.
  void sweep(domain::TimePoint now);

  struct Load {
    std::size_t vectors = 0, not_in_graph = 0, bytes = 0;  // bytes: about, of memory
    std::size_t waiting = 0;                               // questions
    std::uint64_t answered = 0;
  };
  Load load() const;

  // Whether these numbers are in memory: for tests of erasure. Waits for its turn.
  bool holds(std::vector<float> vector) const;
  // Waits until all vectors are where they belong.
  void settle() const;

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace cotejo::services
