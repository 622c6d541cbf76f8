// What a node's call is given of the evidence and of the nodes before it, and what of it is missing, and why.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "engine/engine.hpp"
#include "engine/node_run.hpp"
#include "products/product.hpp"

namespace cotejo::engine {

// By Product::evidence.
struct SubmittedEvidence {
  explicit SubmittedEvidence(const Submission& submission);
  std::vector<std::optional<domain::Error>> errors;
  std::vector<std::optional<domain::Value>> values;  // those that can be used
};

// Points to evidence and results, which stay as long as the run. A worker reuses one object for all of its calls, to
// keep the capacity of its vectors.
struct Inputs {
  plugins::CallContext context;
  std::vector<Cause> blocked, tainted, absent;
  bool memoised = false;
  std::string key;  // digest text of the inputs, when memoised

  // All ports are optional, as of one that takes pictures or videos, and nothing of what is bound has come.
  bool nothing_to_look_at() const;
};

// Looks at the state of a run, whose lock is held.
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
