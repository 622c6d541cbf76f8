// A product as it is written: the YAML with its shared blocks merged in and its values typed, but with names not
// resolved.
#pragma once
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "configuration/node.hpp"
#include "products/policy.hpp"

namespace cotejo::products {

// The sources that YAML binds to a port.
struct Binding {
  configuration::Position position;
  std::vector<std::string> sources;  // empty: `none` is written, the port stays unbound
};

// One use of a component.
struct Use {
  configuration::Position position;  // of the component's id
  std::string component;
  std::string instance;  // its id, or what `as:` says; a check's name
  boost::json::object params;
  const configuration::Node* params_node = nullptr;  // owned by Definition::tree
  std::map<std::string, Binding> inputs;
  std::optional<std::chrono::milliseconds> timeout;
  std::vector<std::string> kinds;  // of an analyzer that is used for some kinds of its evidence only; empty: for all
  ErrorPolicy on_error;            // checks
};

struct EvidenceDefinition {
  EvidenceSpec spec;
  configuration::Position position;
};

// The components that are applied to one evidence.
struct Analysis {
  std::size_t evidence = 0;
  std::vector<Use> analyzers;
  std::vector<Use> sub_analyzers;
  std::vector<Use> connectors;
};

struct Definition {
  std::shared_ptr<const configuration::Node> tree;
  std::string id;
  int version = 0;
  configuration::Position position;  // of the id
  std::string summary;
  std::string time_zone;
  std::chrono::milliseconds deadline{10'000};
  std::optional<std::chrono::milliseconds> index_retention;
  std::vector<EvidenceDefinition> evidence;
  std::vector<Analysis> analysis;
  std::vector<Use> checks;
  PolicyDefinition decision;
  FeedbackPolicy feedback;
  configuration::Position locales;  // where they are written
};

// Reads a product's YAML. After a diagnostic the result holds whatever could be read. No evidence may be larger than
// `evidence_bytes`, the host's own limit.
Definition read_definition(std::shared_ptr<const configuration::Node> tree, configuration::Diagnostics& diagnostics,
                           std::uint64_t evidence_bytes = std::numeric_limits<std::uint64_t>::max());

}  // namespace cotejo::products
