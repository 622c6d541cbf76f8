// A page that documents a product for operations and compliance: its evidence, components, checks, params, decision
// rules and texts. Generated from the compiled product alone.
#pragma once
#include <string>

#include "products/product.hpp"

namespace cotejo::products {
std::string to_markdown(const Product& product);
}
