// Calling a component: the host's side of one cotejo_call. The only way into a plugin's code after loading.
#pragma once
#include <atomic>
#include <boost/json/object.hpp>
#include <chrono>
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

// One value at a port; the strings and the value outlive the call.
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
  std::chrono::steady_clock::time_point started{};  // when its caller last looked at the clock; without: now
  const std::atomic<bool>* cancelled = nullptr;
  std::uint64_t memory_limit = 0;              // bytes that the call may allocate from the host
  const domain::Response* response = nullptr;  // connectors: to what they asked last
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
    std::string value;  // full name of the one value that it rests on, of a port that takes many; empty: all
  };
  std::vector<Ground> ports;
  std::optional<domain::Region> region;
};

// What a call left behind, validated: only declared keys and codes, right types, probabilities in 0..1. A breach of the
// contract makes the whole call an error (`analysis.contract`, `check.contract`): nothing of it is used.
struct CallResult {
  std::vector<EmittedOutput> outputs;  // by declaration.produces
  std::vector<EmittedItem> items;
  std::optional<domain::Verdict> verdict;
  double confidence = 0;
  std::optional<domain::Request> request;  // a connector's: it has not ended, and is to be called with the response
  std::optional<domain::Error> error;
  std::uint64_t bytes = 0;  // of the values, for accounting
  std::chrono::steady_clock::time_point ended{};
};

// A component made ready with its params. Serial components are pooled: one instance for each call at a time, made on
// demand.
class Component {
 public:
  // Makes another instance; the error says why it could not.
  using Make = std::function<domain::Result<std::unique_ptr<cotejo_component, void (*)(cotejo_component*)>>()>;

  Component(Declaration declaration, Make make, std::size_t max_instances);
  ~Component();
  Component(const Component&) = delete;
  Component& operator=(const Component&) = delete;

  const Declaration& declaration() const { return declaration_; }
  domain::Name id_and_version() const { return id_and_version_; }

  // Has `count` instances ready, as far as the limit allows. [thread-safe]
  domain::Result<void> warm(std::size_t count);

  // Runs one call to its end on this thread. Never throws. An error analysis.overloaded when all instances are taken.
  // [thread-safe]
  CallResult run(const CallContext& context);

  // Smoothed duration of a call; negative until the first has ended. [thread-safe]
  std::chrono::nanoseconds typical() const {
    return std::chrono::nanoseconds{typical_ns_.load(std::memory_order_relaxed)};
  }

 private:
  using Instance = std::unique_ptr<cotejo_component, void (*)(cotejo_component*)>;
  domain::Result<cotejo_component*> acquire();
  // With the lock held, which is let go meanwhile: a worker process takes its time. Its place is taken from the start.
  domain::Result<cotejo_component*> make_another(std::unique_lock<std::mutex>& lock);
  bool has_place() const;
  void release(cotejo_component* instance);

  const Declaration declaration_;
  const domain::Name id_and_version_;
  const Make make_;
  const std::size_t max_instances_;
  std::mutex mutex_;
  std::vector<Instance> instances_;
  std::size_t making_ = 0;  // instances that are not there yet
  std::vector<cotejo_component*> idle_;
  std::atomic<std::int64_t> typical_ns_{-1};
};

}  // namespace cotejo::plugins
