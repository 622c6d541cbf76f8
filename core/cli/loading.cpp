#include <iostream>

#include "cli/commands.hpp"
#include "cli/host_names.hpp"
#include "cli/places.hpp"
#include "plugins/loader.hpp"

namespace cotejo::cli {

namespace {

void stop_at(const configuration::Diagnostics& diagnostics) {
  if (diagnostics.empty()) return;
  for (const auto& d : diagnostics.sorted()) std::cerr << configuration::to_string(d) << '\n';
  throw Stop("the host's configuration cannot be used");
}

}  // namespace

HostConfig configuration_of(const Places& places) {
  configuration::Diagnostics diagnostics;
  auto file = places.config;
  if (file.empty() && std::filesystem::exists(default_configs() / "host.yaml")) file = default_configs() / "host.yaml";
  auto config = file.empty() ? default_host_config(default_configs()) : load_host_config(file, diagnostics);
  stop_at(diagnostics);
  if (!places.plugins.empty()) config.plugins.directories = {places.plugins};
  if (!places.data.empty()) config.storage.data = places.data;
  fill_places(config);
  return config;
}

std::unique_ptr<plugins::Registry> load_registry(const HostConfig& config, WorkerEnded worker_ended) {
  configuration::Diagnostics diagnostics;
  auto registry = load_registry(config, diagnostics, std::move(worker_ended));
  stop_at(diagnostics);
  return registry;
}

std::unique_ptr<plugins::Registry> load_registry(const HostConfig& config, configuration::Diagnostics& diagnostics,
                                                 WorkerEnded worker_ended) {
  plugins::LoadOptions options;
  options.directories = config.plugins.directories;
  options.digests = config.plugins.digests;
  options.max_instances = config.plugins.max_instances;
  auto& isolation = options.isolation;
  isolation.worker = config.isolation.worker;
  isolation.components = config.isolation.components;
  isolation.memory = config.isolation.memory;
  isolation.call_memory = config.engine.call_memory;
  isolation.grace = config.isolation.grace;
  isolation.calls_per_worker = config.isolation.calls_per_worker;
  isolation.ended = std::move(worker_ended);
  options.models = std::filesystem::exists(*config.models.manifest)
                       ? std::make_shared<plugins::Models>(*config.models.manifest, *config.models.directory)
                       : std::make_shared<plugins::Models>();
  for (const auto& [name, file] : config.models.files) options.models->add_file(name, file);
  options.log = [](int level, std::string_view message) {
    if (level >= 2) std::cerr << "plugin: " << message << '\n';
  };
  auto registry = plugins::load_plugins(std::move(options));
  check_names(config, *registry, diagnostics);
  return registry;
}

}  // namespace cotejo::cli
