#include <algorithm>
#include <iostream>

#include "cli/commands.hpp"
#include "plugins/loader.hpp"

namespace cotejo::cli {

HostConfig configuration_of(const Common& common) {
  configuration::Diagnostics diagnostics;
  auto config = load_host_config(common.config, diagnostics);
  if (!config) {
    for (const auto& d : diagnostics.sorted()) std::cerr << configuration::to_string(d) << '\n';
    throw Stop("the host's configuration cannot be used");
  }
  if (!common.plugins.empty()) config->plugins = {common.plugins};
  if (!common.data.empty()) config->data = common.data;
  return std::move(*config);
}

std::unique_ptr<plugins::Registry> load_registry(const HostConfig& config) {
  plugins::LoadOptions options;
  options.directories = config.plugins;
  options.digests = config.digests;
  if (std::filesystem::exists(config.models_manifest))
    options.models = std::make_shared<plugins::Models>(config.models_manifest, config.models_directory);
  options.log = [](int level, std::string_view message) {
    if (level >= 2) std::cerr << "plugin: " << message << '\n';
  };
  auto registry = plugins::load_plugins(std::move(options));
  for (const auto& required : config.required_plugins) {
    const auto components = registry->components();
    if (std::any_of(components.begin(), components.end(), [&](const auto* c) { return c->plugin == required; }))
      continue;
    for (const auto& refusal : registry->refusals())
      if (refusal.file == required) throw Stop("a required plugin was refused: " + refusal.reason);
    throw Stop("required plugin " + required + " is in none of the plugin folders");
  }
  return registry;
}

}  // namespace cotejo::cli
