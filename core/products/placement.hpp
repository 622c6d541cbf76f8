// One use of a component: looked up among those that are loaded, its params filled in and checked.
#pragma once
#include <optional>
#include <string>

#include "configuration/node.hpp"
#include "plugins/registry.hpp"
#include "products/compiler.hpp"
#include "products/definition.hpp"

namespace cotejo::products {

// A component in its place, before its inputs are known.
struct Placement {
  Node node;
  Use use;
  std::string meant;  // of an unknown component: the known one that it was probably meant to be
  bool sound = true;  // its declaration is known: false for an unknown component or wrong params
};

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

}  // namespace cotejo::products
