#include <iostream>

#include "cli/declared_product.hpp"
#include "products/page.hpp"

namespace cotejo::cli {

int describe(const Common& common, const std::string& product) {
  std::cout << products::to_markdown(*declared_product(common, product, "described"));
  return 0;
}

}  // namespace cotejo::cli
