// Evidence with a fault: specimens are made by the options that the table gives, once, and kept for later runs.
#pragma once
#include <filesystem>
#include <memory>

#include "domain/value.hpp"
#include "products/product.hpp"
#include "rule.hpp"

namespace cotejo::planted {

using Evidence = std::map<std::string, std::shared_ptr<const domain::Bytes>, std::less<>>;

class PlantedEvidence {
 public:
  // `program`: cotejo-specimens. What another build of it made is not used.
  PlantedEvidence(const Table& table, std::filesystem::path work, std::filesystem::path program);

  // All that the product asks for. Without a fault of its own, an evidence is the genuine application's.
  // Throws std::runtime_error.
  Evidence of(const Application& application, const products::Product& product) const;
  // Where the truth about what the application's options make stands.
  std::filesystem::path folder(const Application& application, const std::string& product) const;

 private:
  std::filesystem::path made_with(int seed, const std::vector<std::string>& options) const;
  std::filesystem::path genuine(const std::string& product) const;
  std::filesystem::path edited(const Application& application, const std::string& name,
                               const std::filesystem::path& file, const std::filesystem::path& genuine) const;

  const Table& table_;
  std::filesystem::path work_, program_;
  std::string build_;  // of the program
};

}  // namespace cotejo::planted
