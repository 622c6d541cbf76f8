#include "cli/declared_product.hpp"

#include <iostream>

#include "products/compiler.hpp"

namespace cotejo::cli {

std::shared_ptr<const products::Product> declared_product(const Common& common, const std::string& id,
                                                          const std::string& verb) {
  const HostConfig config = configuration_of(common);
  const auto registry = load_registry(config);
  const auto compiled = products::compile(config.configs, *registry, products::Readiness::declare, config.components);
  if (!compiled.products) {
    for (const auto& diagnostic : compiled.diagnostics) std::cerr << configuration::to_string(diagnostic) << '\n';
    throw Stop("the configuration has mistakes; nothing was " + verb);
  }
  if (const auto refused = compiled.products->refused.find(id); refused != compiled.products->refused.end())
    throw Stop("product '" + id + "' cannot be " + verb + ": " + refused->second.front().message);
  const auto product = compiled.products->by_id.find(id);
  if (product != compiled.products->by_id.end()) return product->second;
  std::vector<std::string> known;
  for (const auto& [name, ignored] : compiled.products->by_id) known.push_back(name);
  throw Stop("there is no product '" + id + "'; there are " + configuration::listing(known));
}

}  // namespace cotejo::cli
