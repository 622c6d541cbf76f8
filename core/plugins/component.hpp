// Calls components. After loading, this is the only way into a plugin's code.
#pragma once
#include <atomic>
#include <boost/json/object.hpp>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "domain/verification.hpp"
#include "plugins/declaration.hpp"

struct cotejo_component;
struct cotejo_call;

namespace cotejo::plugins {

// One value at a port. What it refers to outlives the call.
struct InputValue {
  const domain::Value* value = nullptr;  // null: absent
  double probability = 0;
  std::string_view name, evidence, absent_reason;
  const domain::Region* region = nullptr;
};

struct CallContext {
  domain::TimePoint now{};
  std::string_view today;
  std::vector<std::vector<InputValue>> inputs;  // by port
  std::chrono::steady_clock::time_point deadline;
  std::chrono::steady_clock::time_point started{};  // when the caller last read the clock; not set: now
  const std::atomic<bool>* cancelled = nullptr;
  std::uint64_t memory_limit = 0;              // bytes that the call may allocate from the host
  const domain::Response* response = nullptr;  // connectors: the answer to the last request
};

struct EmittedOutput {
  bool emitted = false;
  std::optional<domain::Value> value;
  double probability = 0;
  std::string absent_reason;
  std::optional<domain::Region> region;
};

struct EmittedItem {
  std::string code;
  domain::Severity severity{};
  double confidence = 0;
  boost::json::object params;
  struct Ground {
    std::uint32_t port = 0;
    std::string value;  // at a port that takes many, the full name of the one value that the item rests on; empty: all
  };
  std::vector<Ground> ports;
  std::optional<domain::Region> region;
};

// The validated result of a call: only declared keys and codes, the declared types, probabilities in 0..1. After a
// breach of the contract it is only the error `analysis.contract` or `check.contract`: nothing else of the call is
// used.
struct CallResult {
  std::vector<EmittedOutput> outputs;  // by declaration.produces
  std::vector<EmittedItem> items;
  std::optional<domain::Verdict> verdict;
  double confidence = 0;
  std::optional<domain::Request>
      request;  // a connector's request: it has not ended and must be called again with the response
  std::optional<domain::Error> error;
  std::uint64_t bytes = 0;  // size of the values, for the memo's limit
  std::chrono::steady_clock::time_point ended{};
};

// A component with its params, ready to be called. A serial component has a pool of instances, created on demand, so
// that each instance runs one call at a time.
class Component {
 public:
  // Creates another instance; the error says why that failed.
  using Make = std::function<domain::Result<std::unique_ptr<cotejo_component, void (*)(cotejo_component*)>>()>;

  Component(Declaration declaration, Make make, std::size_t max_instances);
  ~Component();
  Component(const Component&) = delete;
  Component& operator=(const Component&) = delete;

  const Declaration& declaration() const { return declaration_; }
  domain::Name id_and_version() const { return id_and_version_; }

  // Creates instances until there are `count`, as far as the limit allows; waits for those that other threads are
  // creating. [thread-safe]
  domain::Result<void> warm(std::size_t count);

  // Runs one call on this thread until it ends. Never throws. The error analysis.overloaded when all instances are
  // busy. [thread-safe]
  CallResult run(const CallContext& context);

  // Smoothed duration of a call; negative until the first has ended. [thread-safe]
  std::chrono::nanoseconds typical() const {
    return std::chrono::nanoseconds{typical_ns_.load(std::memory_order_relaxed)};
  }

 private:
  using Instance = std::unique_ptr<cotejo_component, void (*)(cotejo_component*)>;
  domain::Result<cotejo_component*> acquire();
  // Called with the lock held, which is released while the instance is made, since starting a process takes long. The
  // new instance counts from the beginning.
  domain::Result<cotejo_component*> make_another(std::unique_lock<std::mutex>& lock);
  bool has_place() const;
  void release(cotejo_component* instance);

  const Declaration declaration_;
  const domain::Name id_and_version_;
  const Make make_;
  const std::size_t max_instances_;
  std::mutex mutex_;
  std::vector<Instance> instances_;
  std::size_t making_ = 0;  // instances that are being created
  std::condition_variable made_;
  std::vector<cotejo_component*> idle_;
  std::atomic<std::int64_t> typical_ns_{-1};
};

}  // namespace cotejo::plugins
