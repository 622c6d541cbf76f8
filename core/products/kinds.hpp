// An evidence may be of several kinds, such as a bill as a PDF or as a photo. The plan must work for each of them.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "configuration/node.hpp"
#include "products/product.hpp"

namespace cotejo::products {

// Checks that every check gets its required inputs, whichever kinds the evidence has, and that each component runs for
// at least one kind. `places`: where the nodes are written in YAML.
void check_kinds(const Plan& plan, const std::vector<EvidenceSpec>& evidence,
                 const std::map<std::string, configuration::Position>& places, configuration::Diagnostics& diagnostics);

}  // namespace cotejo::products
