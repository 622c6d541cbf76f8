// In what two versions of a product differ that shapes their findings.
#pragma once
#include <string>
#include <vector>

#include "products/product.hpp"

namespace cotejo::products {

// One sentence part a difference, `identity: other params (min_age)`; empty when one product can decide over what the
// other found.
std::vector<std::string> plan_differences(const Product& from, const Product& to);

}  // namespace cotejo::products
