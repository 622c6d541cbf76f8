// From a definition to a product: components looked up, params checked, ports joined, codes and policy checked.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "configuration/node.hpp"
#include "plugins/registry.hpp"
#include "products/compiler.hpp"
#include "products/definition.hpp"
#include "products/reason_catalogue.hpp"
#include "products/wiring.hpp"

namespace cotejo::products {

// What stands between a definition and a product.
struct Problems {
  configuration::Diagnostics wrong;        // someone has to change the YAML
  configuration::Diagnostics unavailable;  // well written, but a plugin or model that it needs is not here
  bool only_declared = false;              // nothing will run: a component that is off is as good as any
  bool none() const { return wrong.empty() && unavailable.empty(); }
};

// The params that `use` has when the host's defaults fill what it leaves open.
boost::json::object with_defaults(const Use& use, const ComponentDefaults& defaults);

// Those defaults that fit their component's schema: a wrong one is reported where it stands, and not again in each
// product.
ComponentDefaults sound_defaults(const ComponentDefaults& defaults, const plugins::Registry& registry,
                                 configuration::Diagnostics& diagnostics);

// One use of a component, looked up and with its params checked. `evidence` is none for checks.
Placement place(const Use& use, std::optional<std::size_t> evidence, const std::string& name, plugins::Kind kind,
                const plugins::Registry& registry, Problems& problems);

// Null with any problem. Components are not created yet.
std::shared_ptr<Product> assemble(const Definition& definition, std::shared_ptr<const ReasonCatalogue> reasons,
                                  const plugins::Registry& registry, const ComponentDefaults& defaults,
                                  Problems& problems);

// The fixed half of a node's memo key.
std::string node_digest(const Node& node, const plugins::ModelDigests& of_models);

// What shapes a product's findings, part by part: of each node its component with version, params, models and sources,
// of each evidence what is asked of it, and the settings.
boost::json::object plan_json(const Product& product);

// Makes the product's components ready. A sentence for the first that cannot be, with its node's name in `at`.
domain::Result<void> create_components(Product& product, plugins::Registry& registry);

}  // namespace cotejo::products
