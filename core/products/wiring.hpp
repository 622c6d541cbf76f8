// Joins components by names and types: which output each port takes its values from (DESIGN: names and ports).
#pragma once
#include <string>
#include <vector>

#include "products/placement.hpp"

namespace cotejo::products {

// Fills in the inputs and dependents of all nodes and returns them in topological order, checks last in their own
// order. What is wrong is a diagnostic at the component's place. Names that an unsound component would produce are not
// reported as missing.
Plan wire(std::vector<Placement> placements, const std::vector<EvidenceSpec>& evidence,
          const plugins::Registry& registry, configuration::Diagnostics& diagnostics);

// A diagnostic for each port that YAML binds and the component does not have.
void refuse_unknown_ports(const Placement& placement, configuration::Diagnostics& diagnostics);

// The component that a default source names, by the longest prefix that is one: `card.text` for `card.text.number`.
const plugins::ComponentInfo* producer(std::string_view source, const plugins::Registry& registry);

// Components none of whose outputs and codes reach a check or a result, as indices into plan.nodes.
std::vector<std::size_t> unreachable(const Plan& plan);

}  // namespace cotejo::products
