// Explains why two versions of a product do not produce the same findings.
#pragma once
#include <string>
#include <vector>

#include "products/product.hpp"

namespace cotejo::products {

// One phrase for each difference, such as `identity: other params (min_age)`; empty when one product can decide about
// the findings of the other.
std::vector<std::string> plan_differences(const Product& from, const Product& to);

}  // namespace cotejo::products
