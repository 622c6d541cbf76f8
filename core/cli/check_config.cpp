#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>

#include "cli/commands.hpp"
#include "cli/places.hpp"
#include "products/compiler.hpp"

namespace cotejo::cli {

void add_check_config(CLI::App& app, const Common& common, int& exit_code) {
  auto* command = app.add_subcommand("check-config", "All that loading checks: file:line:col: message; exit 0 or 1");
  auto directory = std::make_shared<std::filesystem::path>();
  command->add_option("DIR", *directory, "Folder with host.yaml, products/ and reasons/")
      ->required()
      ->check(CLI::ExistingDirectory);
  command->callback([&common, &exit_code, directory] {
    configuration::Diagnostics diagnostics;
    auto host = default_host_config(*directory);
    if (const auto file = *directory / "host.yaml"; std::filesystem::exists(file))
      host = load_host_config(file, diagnostics);
    if (!common.plugins.empty()) host.plugins.directories = {common.plugins};
    fill_places(host);
    const auto registry = load_registry(host);
    const auto compiled = products::compile(host.configs, *registry, products::Readiness::create, host.components);
    for (const auto& d : compiled.diagnostics) diagnostics.add(d);
    const auto found = diagnostics.sorted();
    for (const auto& d : found) std::cout << configuration::to_string(d) << '\n';
    if (found.empty() && compiled.products) {
      for (const auto& [id, why] : compiled.products->refused)
        for (const auto& d : why)
          std::cout << "product '" << id << "' cannot run here: " << configuration::to_string(d) << '\n';
      std::cout << compiled.products->by_id.size() << " products, " << compiled.products->reasons->reasons().size()
                << " reasons, " << registry->components().size() << " components: no mistakes\n";
    } else {
      std::cout << found.size() << (found.size() == 1 ? " mistake\n" : " mistakes\n");
    }
    exit_code = found.empty() ? 0 : 1;
  });
}

}  // namespace cotejo::cli
