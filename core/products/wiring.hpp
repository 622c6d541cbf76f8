// Joins components by names and types: finds out which output each port takes its values from.
#pragma once
#include <string>
#include <vector>

#include "products/placement.hpp"

namespace cotejo::products {

// Fills in the inputs and dependents of all nodes and returns the nodes in topological order, with the checks last in
// the order of the YAML. A mistake is a diagnostic at the component's place. A name that a wrongly written component
// may have produced is not reported as missing.
Plan wire(std::vector<Placement> placements, const std::vector<EvidenceSpec>& evidence,
          const plugins::Registry& registry, configuration::Diagnostics& diagnostics);

// Reports each port that YAML binds but the component does not have.
void refuse_unknown_ports(const Placement& placement, configuration::Diagnostics& diagnostics);

// The component that a default source names: the longest prefix that is a component's id, `card.text` for
// `card.text.number`.
const plugins::ComponentInfo* producer(std::string_view source, const plugins::Registry& registry);

// Components whose outputs and codes reach neither a check nor the result, as indices into plan.nodes.
std::vector<std::size_t> unreachable(const Plan& plan);

}  // namespace cotejo::products
