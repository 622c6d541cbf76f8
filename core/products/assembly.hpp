// Turns a definition into a product: places components, joins ports, and checks codes, policy and kinds of evidence.
#pragma once
#include <map>
#include <memory>
#include <string>

#include "products/placement.hpp"
#include "products/reason_catalogue.hpp"

namespace cotejo::products {

struct Assembled {
  std::shared_ptr<Product> product;  // null when there is any problem; its components are not created yet
  std::map<std::string, configuration::Position> places;  // of its nodes in YAML
};
Assembled assemble(const Definition& definition, std::shared_ptr<const ReasonCatalogue> reasons,
                   const plugins::Registry& registry, const ComponentDefaults& defaults, Problems& problems);

// Reports mistakes that do not depend on how components are joined: unknown components, wrong params, unknown ports.
void check_uses(const Definition& definition, const plugins::Registry& registry, const ComponentDefaults& defaults,
                Problems& problems);

// Everything that a product's findings depend on, as JSON: each node's component with version, params, models and
// sources, each evidence's requirements, and the settings.
boost::json::object plan_json(const Product& product);

// Creates the product's components and loads their models, several at a time, since most of the time is spent waiting
// for worker processes. The error is that of the first node whose component fails, with the node's name in `at`.
domain::Result<void> create_components(Product& product, plugins::Registry& registry);

}  // namespace cotejo::products
