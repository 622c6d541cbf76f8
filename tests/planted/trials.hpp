// Runs products over planted evidence, with the shipped configuration.
#pragma once
#include <filesystem>
#include <memory>

#include "cli/commands.hpp"
#include "cli/offline_store.hpp"
#include "engine/engine.hpp"
#include "judging.hpp"
#include "planted_evidence.hpp"

namespace cotejo::planted {

// Connectors ask whoever remembers a row's earlier applications.
class Memory final : public services::Services {
 public:
  explicit Memory(services::Index& nobody) : now_(&nobody) {}
  void use(services::Index& index) { now_ = &index; }
  void ask(const services::Asker& asker, const domain::Request& request, Then then) override {
    now_->ask(asker, request, std::move(then));
  }

 private:
  services::Index* now_;
};

class Trials {
 public:
  // `specimens`: the program that makes them.
  Trials(const Table& table, std::filesystem::path work, std::filesystem::path specimens);

  // The first row of a product tells on standard output what it says of the genuine application. Throws
  // std::runtime_error when that is no approval.
  Row planted(const Rule& rule);
  // The codes of all checks of the table's products, each with a product that has it.
  std::map<std::string, std::string> codes();
  // Runs the row's application once more, and keeps it in a data folder as the service would.
  void keep(const Rule& rule, const std::string& id, cli::OfflineStore& store);

  const cli::HostConfig& config() const { return config_; }

 private:
  using ProductPtr = std::shared_ptr<const products::Product>;

  const Verdicts& genuine(const std::string& id);
  ProductPtr product_of(const Rule& rule);
  ProductPtr product_with(const std::string& id, const YAML::Node& params);
  void remember(const Rule& rule, const ProductPtr& product, cli::OfflineStore& earlier);
  engine::Submission submission(const ProductPtr& product, const Application& application, const std::string& id) const;
  domain::Verification run(const engine::Submission& submission);

  const Table& table_;
  const std::filesystem::path work_;
  cli::HostConfig config_;
  std::unique_ptr<plugins::Registry> registry_;
  PlantedEvidence evidence_;
  cli::OfflineStore nobody_;  // nobody applied before
  Memory memory_;
  engine::Engine engine_;
  std::map<std::string, ProductPtr> products_;  // by their text
  std::map<std::string, Verdicts> genuine_;     // by product
};

}  // namespace cotejo::planted
