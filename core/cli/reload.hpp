// Reloads the products when their files change. All or nothing: when a new file has a mistake, all the old products
// stay.
#pragma once
#include <atomic>
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
  // Everything that is passed by reference must outlive this object. `warm`: how many instances of each component to
  // create in advance.
  // `files`: watched beside the configuration; components that take them read them again.
  Reload(std::filesystem::path configs, std::vector<std::filesystem::path> files, products::HostBounds bounds,
         plugins::Registry& registry, engine::ProductsSnapshot& products, telemetry::Log& log,
         telemetry::Metrics& metrics, std::size_t warm);

  // Loads the products at the start of the service, with one instance of each component. Prints the mistakes and throws
  // Stop when there are any.
  void load_first();
  // Creates the other instances: once the service is ready, since the first requests can do without.
  void warm();
  // Reads everything again, and replaces the products when there is no mistake and no product that can run now would be
  // lost. Running verifications keep the products that they started with.
  void now();
  // Calls now() when a file has changed, but only once it has stayed unchanged between two calls of this function.
  void if_changed();

 private:
  using Fingerprint = std::map<std::string, std::pair<std::filesystem::file_time_type, std::uintmax_t>>;
  Fingerprint fingerprint() const;
  void take(std::shared_ptr<const products::Products> products);
  std::vector<configuration::Diagnostic> lost(const products::Products& found) const;

  const std::filesystem::path configs_;
  const std::vector<std::filesystem::path> files_;
  const products::HostBounds bounds_;
  plugins::Registry& registry_;
  engine::ProductsSnapshot& products_;
  telemetry::Log& log_;
  telemetry::Metrics& metrics_;
  const std::size_t warm_;
  Fingerprint loaded_, seen_;
  std::atomic<std::size_t> mistakes_{0};  // in what was read last: then what was loaded before is in use
};

}  // namespace cotejo::cli
