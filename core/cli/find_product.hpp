// Loads one product of the configuration for a command.
#pragma once
#include <memory>
#include <string>

#include "cli/commands.hpp"
#include "products/compiler.hpp"

namespace cotejo::cli {

// Throws Stop, with the mistakes on standard error, when there is no such product or it cannot run here.
// Readiness::declare loads no models, which is enough to draw and to describe the product.
std::shared_ptr<const products::Product> find_product(const HostConfig& config, plugins::Registry& registry,
                                                      const std::string& id, products::Readiness readiness,
                                                      const std::optional<products::OtherPolicy>& policy = {});

}  // namespace cotejo::cli
