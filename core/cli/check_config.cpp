#include <algorithm>
#include <iostream>

#include "cli/commands.hpp"
#include "cli/places.hpp"
#include "products/compiler.hpp"

namespace cotejo::cli {

int check_config(const Common& common, const std::filesystem::path& directory, bool without_models) {
  configuration::Diagnostics diagnostics;
  auto host = default_host_config(directory);
  if (const auto file = directory / "host.yaml"; std::filesystem::exists(file))
    host = load_host_config(file, diagnostics);
  if (!common.plugins.empty()) host.plugins.directories = {common.plugins};
  fill_places(host);
  const auto registry = load_registry(host);
  const auto readiness = without_models ? products::Readiness::declare : products::Readiness::create;
  const auto compiled = products::compile(host.configs, *registry, readiness, host.components);
  for (const auto& d : compiled.diagnostics) diagnostics.add(d);
  const auto found = diagnostics.sorted();
  for (const auto& d : found) std::cout << configuration::to_string(d) << '\n';
  std::size_t refused = 0;
  if (found.empty() && compiled.products) {
    refused = compiled.products->refused.size();
    for (const auto& [id, why] : compiled.products->refused)
      for (const auto& d : why)
        std::cout << configuration::to_string(d) << " (product '" << id << "' cannot run here)\n";
    const auto products = compiled.products->by_id.size();
    std::cout << products << (products == 1 ? " product, " : " products, ")
              << compiled.products->reasons->reasons().size() << " reasons, " << registry->components().size()
              << " components: no mistakes";
    if (refused > 0)
      std::cout << ", but " << refused << (refused == 1 ? " product" : " products") << " cannot run here";
    std::cout << '\n';
  } else {
    std::cout << found.size() << (found.size() == 1 ? " mistake\n" : " mistakes\n");
  }
  return found.empty() && refused == 0 ? 0 : 1;
}

}  // namespace cotejo::cli
