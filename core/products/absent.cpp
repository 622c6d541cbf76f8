#include "products/compiler.hpp"

namespace cotejo::products {

domain::Error absent(const Products& products, std::string_view id) {
  const auto refused = products.refused.find(id);
  if (refused == products.refused.end())
    return domain::make_error(domain::Scope::product, "product.unknown",
                              "there is no such product; GET /v1/products lists them", std::string(id));
  std::string why;
  for (const auto& diagnostic : refused->second) why += (why.empty() ? "" : "; ") + diagnostic.message;
  return domain::make_retriable_error(domain::Scope::product, "product.unavailable",
                                      "the product cannot run here: " + why, std::string(id));
}

}  // namespace cotejo::products
