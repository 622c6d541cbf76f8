// Runs a product's plan over submitted evidence. One Engine for each process.
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
  std::string application;  // the caller's reference, shared by verifications of the same application; may be empty
  std::shared_ptr<const products::Product> product;
  std::map<std::string, std::shared_ptr<const domain::Bytes>, std::less<>>
      evidence;  // by name; only names that the product has
  std::map<std::string, domain::Error, std::less<>>
      unusable;             // evidence that was sent but refused (too large, wrong media type)
  domain::TimePoint now{};  // when it was accepted: the only time that components see
  std::chrono::steady_clock::time_point deadline =
      std::chrono::steady_clock::time_point::max();  // the caller's budget; the product caps it
  // Called once for each image, frame sequence and audio that the run produced, just before `done` and from the same
  // thread. Results hold no artifacts but kept images, so that a report takes its pictures from here. May be empty.
  using Artifact = std::function<void(const std::string& evidence, const std::string& name, const domain::Value&)>;
  Artifact on_artifact;
};

struct Limits {
  unsigned workers = 0;                     // threads that run components; 0: one for each core
  std::size_t max_running = 64;             // verifications at once
  std::size_t max_running_per_product = 0;  // of these, of one product; 0: all
  std::size_t max_waiting = 256;            // beyond that: platform.overloaded
  std::size_t memo_bytes = 256u << 20;
  std::size_t call_memory = 512u << 20;  // that one call may allocate from the host
};

// The error for new work while the host shuts down: platform.draining.
domain::Error draining();

class Engine {
 public:
  using Done = std::function<void(domain::Verification)>;   // called once, from a thread that may take its time
  using Progress = std::function<void(domain::NodeTrace)>;  // called as nodes end, from the thread that ended them

  // `services` answers connectors and must outlive the engine; null: no service exists.
  explicit Engine(Limits limits, services::Services* services = nullptr);
  ~Engine();  // drains: see stop()
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // Starts or queues a verification. On an error (platform.overloaded, platform.draining) `done` is never called.
  domain::Result<void> run(Submission submission, Progress progress, Done done);

  // Refuses new verifications, waits until the running ones are done or `grace` has passed, then cancels the rest.
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
