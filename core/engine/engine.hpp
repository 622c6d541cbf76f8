// Runs a product's plan over submitted evidence. One Engine a process.
#pragma once
#include <boost/json/object.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "domain/verification.hpp"
#include "products/product.hpp"
#include "services/services.hpp"

namespace cotejo::engine {

struct Submission {
  std::string id;  // ver_…
  std::string tenant = "default";
  std::string trace_id;
  int attempt = 1;
  std::string application;  // the caller's reference: what several verifications are about; may be empty
  std::shared_ptr<const products::Product> product;
  std::map<std::string, std::shared_ptr<const domain::Bytes>, std::less<>>
      evidence;  // by name; only names that the product has
  std::map<std::string, domain::Error, std::less<>>
      unusable;             // evidence that was sent and could not be taken (too large, wrong media type)
  domain::TimePoint now{};  // when it was accepted: the only clock that components see
  std::chrono::steady_clock::time_point deadline =
      std::chrono::steady_clock::time_point::max();  // the caller's budget; the product caps it
  // Each image, frame sequence and audio that the run made, once, just before `done`, from the same thread. Results
  // hold none, so whoever wants to show pictures takes them here; what is kept with the result is there. Empty: nobody
  // does.
  using Artifact = std::function<void(const std::string& evidence, const std::string& name, const domain::Value&)>;
  Artifact on_artifact;
};

struct Limits {
  unsigned workers = 0;                     // threads that run components; 0: one a core
  std::size_t max_running = 64;             // verifications at once
  std::size_t max_running_per_product = 0;  // of these, of one product; 0: all
  std::size_t max_waiting = 256;            // beyond that: platform.overloaded
  std::size_t memo_bytes = 256u << 20;
  std::size_t call_memory = 512u << 20;  // that one call may allocate from the host
};

// What is said of new work while the host leaves: platform.draining.
domain::Error draining();

class Engine {
 public:
  using Done = std::function<void(domain::Verification)>;   // called once, from a worker or timer thread
  using Progress = std::function<void(domain::NodeTrace)>;  // called as nodes end, from the thread that ended them

  // `services` answers connectors, and outlives the engine; null: there are none.
  explicit Engine(Limits limits, services::Services* services = nullptr);
  ~Engine();  // drains: see stop()
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // An error (platform.overloaded, platform.draining) when it is not taken; then `done` is never called.
  domain::Result<void> run(Submission submission, Progress progress, Done done);

  // No new verification is taken; waits until the running ones are done or `grace` has passed, then cancels what is
  // left.
  void stop(std::chrono::milliseconds grace);

  struct Load {
    std::size_t running, waiting, workers, abandoned;
    std::uint64_t memo_hits, memo_misses;
  };
  Load load() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cotejo::engine
