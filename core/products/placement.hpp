// Looks up a component that a product uses, fills in its params and checks them.
#pragma once
#include <optional>
#include <string>

#include "configuration/node.hpp"
#include "plugins/registry.hpp"
#include "products/compiler.hpp"
#include "products/definition.hpp"

namespace cotejo::products {

// A component at its place in a product, before its inputs are known.
struct Placement {
  Node node;
  Use use;
  std::string meant;  // when the component is unknown: the one that was probably meant
  bool sound = true;  // false when the component is unknown or its params are wrong, so that it has no declaration
};

// Everything that prevents a definition from becoming a product.
struct Problems {
  configuration::Diagnostics wrong;        // mistakes in the YAML
  configuration::Diagnostics unavailable;  // no mistakes, but a plugin or model that it needs is missing
  bool only_declared = false;              // the product will not run, so that missing models do not matter
  bool none() const { return wrong.empty() && unavailable.empty(); }
};

// The params of `use`, with the host's defaults for those that it does not set.
boost::json::object with_defaults(const Use& use, const ComponentDefaults& defaults);

// Those of the defaults that are valid for their component. An invalid one is reported once at its place, so that it is
// not reported again for each product.
ComponentDefaults sound_defaults(const ComponentDefaults& defaults, const plugins::Registry& registry,
                                 configuration::Diagnostics& diagnostics);

// Looks up the component of `use` and checks its params. `evidence` is none for checks.
Placement place(const Use& use, std::optional<std::size_t> evidence, const std::string& name, plugins::Kind kind,
                const plugins::Registry& registry, Problems& problems);

}  // namespace cotejo::products
