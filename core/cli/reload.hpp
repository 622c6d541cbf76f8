// Keeps the running set of products in step with its files: all or nothing, and the old set stays when the new one has
// a mistake.
#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "engine/verifications.hpp"
#include "plugins/registry.hpp"
#include "telemetry/log.hpp"

namespace cotejo::cli {

class Reload {
 public:
  // All of it outlives this. `warm`: instances of each component to have ready.
  // `files`: watched beside the configuration; components that take them read them again.
  Reload(std::filesystem::path configs, std::vector<std::filesystem::path> files, products::ComponentDefaults defaults,
         plugins::Registry& registry, engine::ProductsSnapshot& products, telemetry::Log& log, std::size_t warm);

  // At start: throws Stop after printing what is wrong.
  void load_first();
  // Reads everything again, and takes it when there is no mistake and no product that runs would be lost. Running
  // verifications keep the set that they started with.
  void now();
  // now(), when a file has changed and has been left alone since the last call.
  void if_changed();

 private:
  using Fingerprint = std::map<std::string, std::pair<std::filesystem::file_time_type, std::uintmax_t>>;
  Fingerprint fingerprint() const;
  void take(std::shared_ptr<const products::Products> products);
  std::vector<configuration::Diagnostic> lost(const products::Products& found) const;

  const std::filesystem::path configs_;
  const std::vector<std::filesystem::path> files_;
  const products::ComponentDefaults defaults_;
  plugins::Registry& registry_;
  engine::ProductsSnapshot& products_;
  telemetry::Log& log_;
  const std::size_t warm_;
  Fingerprint loaded_, seen_;
};

}  // namespace cotejo::cli
