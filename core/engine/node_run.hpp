// The state of one node of a run. Everything but `cancelled` is read and written with the run's lock held.
#pragma once
#include <atomic>
#include <chrono>
#include <compare>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domain/error.hpp"
#include "domain/name.hpp"
#include "engine/steps.hpp"
#include "plugins/component.hpp"

namespace cotejo::engine {

// Why an input is missing: the first evidence or node in the plan that did not deliver.
struct Cause {
  enum class At { evidence, node } at = At::node;
  std::size_t index = 0;
  bool error = false;                   // the cause is an error of that evidence or node
  std::string reason;                   // an absent reason, when it is not an error
  std::optional<std::size_t> output{};  // which output of the node is absent, when it is one
  auto operator<=>(const Cause&) const = default;
};

struct NodeRun {
  enum class State { waiting, ready, running, asking, ended };
  using Clock = std::chrono::steady_clock;

  State state = State::waiting;
  bool left_out = false;    // not for the kind of evidence that was sent; other nodes see it as not bound
  std::size_t pending = 0;  // producers that have not ended
  std::shared_ptr<const plugins::CallResult> result;  // of a node that completed
  std::optional<domain::Error> error;
  std::vector<Cause> blocked;          // required inputs that are missing
  std::vector<Cause> tainted;          // optional inputs that failed or cannot be used, here or in a node before
  std::vector<Cause> absent;           // optional inputs whose value could not be found
  std::atomic<bool> cancelled{false};  // what its call polls; the run outlives the call
  std::string memo_key;
  domain::Name status;
  Clock::time_point ready_at{}, started_at{}, ended_at{};
  Clock::time_point deadline{};  // once it has started
  Steps steps;                   // of a connector

  // Whether it is a connector between two calls, so that no worker is busy with it.
  bool between_steps() const { return state == State::asking || (state == State::ready && steps.taken() > 0); }
};

}  // namespace cotejo::engine
