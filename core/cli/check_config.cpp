#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>

#include "cli/commands.hpp"
#include "cli/places.hpp"
#include "products/compiler.hpp"

namespace cotejo::cli {

void add_check_config(CLI::App& app, const Common& common, int& exit_code) {
  auto* command = app.add_subcommand(
      "check-config",
      "All that loading checks: file:line:col: message; exit 1 with any mistake, or when a product cannot run here");
  auto directory = std::make_shared<std::filesystem::path>();
  auto without_models = std::make_shared<bool>(false);
  command->add_option("DIR", *directory, "Folder with host.yaml, products/ and reasons/")
      ->required()
      ->check(CLI::ExistingDirectory);
  command->add_flag("--without-models", *without_models,
                    "Check what is written, also where models are missing: products that need them count as sound");
  command->callback([&common, &exit_code, directory, without_models] {
    configuration::Diagnostics diagnostics;
    auto host = default_host_config(*directory);
    if (const auto file = *directory / "host.yaml"; std::filesystem::exists(file))
      host = load_host_config(file, diagnostics);
    if (!common.plugins.empty()) host.plugins.directories = {common.plugins};
    fill_places(host);
    const auto registry = load_registry(host);
    const auto readiness = *without_models ? products::Readiness::declare : products::Readiness::create;
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
      std::cout << compiled.products->by_id.size() << " products, " << compiled.products->reasons->reasons().size()
                << " reasons, " << registry->components().size() << " components: no mistakes";
      if (refused > 0)
        std::cout << ", but " << refused << (refused == 1 ? " product" : " products") << " cannot run here";
      std::cout << '\n';
    } else {
      std::cout << found.size() << (found.size() == 1 ? " mistake\n" : " mistakes\n");
    }
    exit_code = found.empty() && refused == 0 ? 0 : 1;
  });
}

}  // namespace cotejo::cli
