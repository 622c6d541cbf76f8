#include "cli/reload.hpp"

#include <iostream>

#include "cli/commands.hpp"
#include "plugins/component.hpp"
#include "products/compiler.hpp"

namespace cotejo::cli {

namespace fs = std::filesystem;

Reload::Reload(fs::path configs, std::vector<fs::path> files, products::HostBounds bounds, plugins::Registry& registry,
               engine::ProductsSnapshot& products, telemetry::Log& log, telemetry::Metrics& metrics, std::size_t warm)
    : configs_(std::move(configs)),
      files_(std::move(files)),
      bounds_(std::move(bounds)),
      registry_(registry),
      products_(products),
      log_(log),
      metrics_(metrics),
      warm_(warm) {
  metrics_.gauge("products_mistakes", "Mistakes in the files of the products, for which an earlier set stays in use",
                 [this] { return static_cast<double>(mistakes_); });
}

Reload::Fingerprint Reload::fingerprint() const {
  Fingerprint found;
  std::error_code error;
  for (const fs::path& file : files_) {
    std::error_code gone;
    found[file.string()] = {fs::last_write_time(file, gone), fs::file_size(file, gone)};
  }
  for (const char* folder : {"products", "reasons"})
    for (auto it = fs::recursive_directory_iterator(configs_ / folder, error);
         !error && it != fs::recursive_directory_iterator(); it.increment(error))
      if (it->path().extension() == ".yaml") {
        std::error_code gone;  // a file may vanish while we look
        found[it->path().string()] = {it->last_write_time(gone), it->file_size(gone)};
      }
  return found;
}

void Reload::warm() {
  const auto products = products_.load();
  for (const auto& [id, product] : products->by_id)
    for (const auto& node : product->plan.nodes)
      if (auto ready = node.component->warm(warm_); !ready)
        log_.warning("component.warm_failed", {{"component", node.declaration.id}, {"message", ready.error().message}});
}

void Reload::take(std::shared_ptr<const products::Products> products) {
  for (const auto& [id, why] : products->refused)
    for (const auto& d : why)
      log_.warning("product.refused", {{"product", id}, {"message", configuration::to_string(d)}});
  log_.info("products.loaded", {{"products", products->by_id.size()}, {"refused", products->refused.size()}});
  std::vector<telemetry::Metrics::Product> loaded;
  for (const auto& [id, product] : products->by_id)
    loaded.push_back({id, std::to_string(product->version), product->digest});
  metrics_.products(loaded);
  mistakes_ = 0;
  products_.store(std::move(products));
}

void Reload::load_first() {
  loaded_ = seen_ = fingerprint();
  const auto compiled = products::compile(configs_, registry_, products::Readiness::create, bounds_);
  if (!compiled.products) {
    for (const auto& d : compiled.diagnostics) std::cerr << configuration::to_string(d) << '\n';
    throw Stop("the products in " + configs_.string() + " have mistakes");
  }
  take(compiled.products);
}

// Why running products could no longer run: a file that they need was replaced by an unusable one.
std::vector<configuration::Diagnostic> Reload::lost(const products::Products& found) const {
  std::vector<configuration::Diagnostic> why;
  const auto running = products_.load();
  for (const auto& [id, reasons] : found.refused)
    if (running->by_id.contains(id)) why.insert(why.end(), reasons.begin(), reasons.end());
  return why;
}

void Reload::now() {
  loaded_ = seen_ = fingerprint();
  const auto compiled = products::compile(configs_, registry_, products::Readiness::create, bounds_);
  auto mistakes = compiled.diagnostics;
  if (compiled.products) mistakes = lost(*compiled.products);
  if (mistakes.empty()) {
    take(compiled.products);
    return warm();
  }
  mistakes_ = mistakes.size();
  for (const auto& d : mistakes) log_.error("products.mistake", {{"message", configuration::to_string(d)}});
  log_.error("products.kept",
             {{"mistakes", mistakes.size()}, {"message", "the set that was loaded before stays in use"}});
}

void Reload::if_changed() {
  auto found = fingerprint();
  const bool settled = found == seen_;
  seen_ = std::move(found);
  if (settled && seen_ != loaded_) now();
}

}  // namespace cotejo::cli
