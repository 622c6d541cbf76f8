// A product's page of documentation, for those who run it and those who answer for it: what is asked for, what is done
// with it, by which rules and with which words. Derived from the product alone.
#pragma once
#include <string>

#include "products/product.hpp"

namespace cotejo::products {
std::string to_markdown(const Product& product);
}
