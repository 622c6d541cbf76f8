// Evidence of several kinds, a bill as a PDF or as a photo: whatever it comes as, the plan has to serve.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "configuration/node.hpp"
#include "products/product.hpp"

namespace cotejo::products {

// Every check has what it cannot do without, whatever the evidence comes as; and each component runs for some kind.
// `places` are those of the nodes in YAML.
void check_kinds(const Plan& plan, const std::vector<EvidenceSpec>& evidence,
                 const std::map<std::string, configuration::Position>& places, configuration::Diagnostics& diagnostics);

}  // namespace cotejo::products
