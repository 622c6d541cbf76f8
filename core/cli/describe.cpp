#include <iostream>

#include "cli/find_product.hpp"
#include "products/page.hpp"

namespace cotejo::cli {

int describe(const Places& places, const std::string& product) {
  const auto config = configuration_of(places);
  const auto registry = load_registry(config);
  std::cout << products::to_markdown(*find_product(config, *registry, product, products::Readiness::declare));
  return 0;
}

}  // namespace cotejo::cli
