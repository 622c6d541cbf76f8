// A product as it is written, without its models: enough to draw and to describe it.
#pragma once
#include <memory>
#include <string>

#include "cli/commands.hpp"
#include "products/product.hpp"

namespace cotejo::cli {

// Throws Stop, with the mistakes on standard error, when there is no such product. `verb`: what cannot be done then.
std::shared_ptr<const products::Product> declared_product(const Common& common, const std::string& id,
                                                          const std::string& verb);

}  // namespace cotejo::cli
