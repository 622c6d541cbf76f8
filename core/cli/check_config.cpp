#include <iostream>

#include "cli/commands.hpp"
#include "cli/places.hpp"
#include "products/compiler.hpp"

namespace cotejo::cli {
namespace {

int report(const configuration::Diagnostics& diagnostics) {
  const auto found = diagnostics.sorted();
  for (const auto& d : found) std::cout << configuration::to_string(d) << '\n';
  std::cout << found.size() << (found.size() == 1 ? " mistake\n" : " mistakes\n");
  return 1;
}

void print_sound(const products::Compiled& compiled, std::size_t components) {
  const auto& products = *compiled.products;
  for (const auto& d : compiled.unread) std::cout << configuration::to_string(d) << '\n';
  for (const auto& [id, why] : products.refused)
    for (const auto& d : why) std::cout << configuration::to_string(d) << " (product '" << id << "' cannot run here)\n";
  const auto count = products.by_id.size();
  std::cout << count << (count == 1 ? " product, " : " products, ") << products.reasons->reasons().size()
            << " reasons, " << components << " components: no mistakes";
  if (const auto refused = products.refused.size(); refused > 0)
    std::cout << ", but " << refused << (refused == 1 ? " product" : " products") << " cannot run here";
  std::cout << '\n';
}

}  // namespace

int check_config(const Places& places, const std::filesystem::path& directory, bool without_models) {
  configuration::Diagnostics diagnostics;
  auto host = default_host_config(directory);
  if (const auto file = directory / "host.yaml"; std::filesystem::exists(file))
    host = load_host_config(file, diagnostics);
  // Without host.yaml the plugins are unknown, so the products cannot be checked.
  if (!host.tree && !diagnostics.empty()) return report(diagnostics);
  if (!places.plugins.empty()) host.plugins.directories = {places.plugins};
  fill_places(host);
  const auto registry = load_registry(host, diagnostics);
  const auto readiness = without_models ? products::Readiness::declare : products::Readiness::create;
  const auto compiled = products::compile(host.configs, *registry, readiness, bounds_of(host));
  for (const auto& d : compiled.diagnostics) diagnostics.add(d);
  if (!diagnostics.empty()) return report(diagnostics);
  print_sound(compiled, registry->components().size());
  return compiled.products->refused.empty() ? 0 : 1;
}

}  // namespace cotejo::cli
