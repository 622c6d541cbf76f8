// Gathers the inputs of a node's call from the evidence and from earlier nodes, and finds out which are missing and
// why.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "engine/engine.hpp"
#include "engine/node_run.hpp"
#include "products/product.hpp"

namespace cotejo::engine {

// The evidence of a run, in the order of Product::evidence.
struct SubmittedEvidence {
  explicit SubmittedEvidence(const Submission& submission);
  std::vector<std::optional<domain::Error>> errors;
  std::vector<std::optional<domain::Value>> values;  // empty where nothing usable was submitted
};

// The inputs of one call. Points to evidence and results that live as long as the run. A worker reuses one object for
// all its calls, so that its vectors keep their capacity.
struct Inputs {
  plugins::CallContext context;
  std::vector<Cause> blocked, tainted, absent;
  bool memoised = false;
  std::string key;  // digest text of the inputs, when memoised

  // True when no port is required (as in a component that takes either a picture or a video) and no bound port has a
  // value.
  bool nothing_to_look_at() const;
};

// Reads the state of a run. The caller holds the run's lock.
class Gathering {
 public:
  Gathering(const Submission& submission, const SubmittedEvidence& evidence, const std::vector<NodeRun>& nodes)
      : submission_(submission), evidence_(evidence), nodes_(nodes) {}
  void gather(std::size_t node, Inputs& inputs) const;

 private:
  const products::Plan& plan() const { return submission_.product->plan; }
  void gather_source(const plugins::Port& port, const products::Source& source, Inputs& inputs,
                     std::vector<plugins::InputValue>& values) const;
  void gather_evidence(const plugins::Port& port, std::size_t evidence, Inputs& inputs,
                       std::vector<plugins::InputValue>& values) const;
  void gather_output(const plugins::Port& port, const products::Source& source, Inputs& inputs,
                     std::vector<plugins::InputValue>& values) const;
  void missing(const plugins::Port& port, Cause cause, Inputs& inputs) const;
  void block_for_other_kind(const products::Node& node, Inputs& inputs) const;

  const Submission& submission_;
  const SubmittedEvidence& evidence_;
  const std::vector<NodeRun>& nodes_;
};

}  // namespace cotejo::engine
