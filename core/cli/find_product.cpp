#include "cli/find_product.hpp"

#include <iostream>

namespace cotejo::cli {

std::shared_ptr<const products::Product> find_product(const HostConfig& config, plugins::Registry& registry,
                                                      const std::string& id, products::Readiness readiness,
                                                      const std::optional<products::OtherPolicy>& policy) {
  const auto compiled = products::compile(config.configs, registry, readiness, bounds_of(config), policy);
  if (!compiled.products) {
    for (const auto& d : compiled.diagnostics) std::cerr << configuration::to_string(d) << '\n';
    if (policy) throw Stop(policy->file.string() + " cannot be used as a policy of '" + id + "'");
    throw Stop("the products in " + config.configs.string() + " cannot be used; `cotejo check-config` says the same");
  }
  const auto& all = *compiled.products;
  if (const auto it = all.by_id.find(id); it != all.by_id.end()) return it->second;
  if (const auto it = all.refused.find(id); it != all.refused.end()) {
    for (const auto& d : it->second) std::cerr << configuration::to_string(d) << '\n';
    throw Stop("product '" + id + "' cannot run here");
  }
  std::vector<std::string> known;
  for (const auto& [name, _] : all.by_id) known.push_back(name);
  throw Stop("no product '" + id + "'" + configuration::suggestion(id, known) + " (there are " +
             configuration::listing(known) + ")");
}

}  // namespace cotejo::cli
