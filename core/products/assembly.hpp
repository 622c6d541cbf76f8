// From a definition to a product: components placed, ports joined, codes, policy and kinds of evidence checked.
#pragma once
#include <map>
#include <memory>
#include <string>

#include "products/placement.hpp"
#include "products/reason_catalogue.hpp"

namespace cotejo::products {

struct Assembled {
  std::shared_ptr<Product> product;                       // null with any problem; components are not created yet
  std::map<std::string, configuration::Position> places;  // of its nodes in YAML
};
Assembled assemble(const Definition& definition, std::shared_ptr<const ReasonCatalogue> reasons,
                   const plugins::Registry& registry, const ComponentDefaults& defaults, Problems& problems);

// What of it is wrong by itself, whatever is joined with what: components, params and names of ports.
void check_uses(const Definition& definition, const plugins::Registry& registry, const ComponentDefaults& defaults,
                Problems& problems);

// What shapes a product's findings, part by part: of each node its component with version, params, models and sources,
// of each evidence what is asked of it, and the settings.
boost::json::object plan_json(const Product& product);

// Makes the product's components ready. A sentence for the first that cannot be, with its node's name in `at`.
domain::Result<void> create_components(Product& product, plugins::Registry& registry);

}  // namespace cotejo::products
