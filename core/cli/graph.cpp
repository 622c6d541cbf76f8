#include "products/graph.hpp"

#include <iostream>

#include "cli/commands.hpp"
#include "cli/find_product.hpp"

namespace cotejo::cli {
namespace {

std::string picture(const products::Product& product, const std::string& format) {
  const products::Graph graph = products::graph_of(product);
  if (format == "dot") return products::to_dot(graph);
  if (format == "mermaid") return products::to_mermaid(graph);
  return products::to_svg(graph);
}

}  // namespace

int graph(const Places& places, const std::string& product, const std::string& format) {
  const auto config = configuration_of(places);
  const auto registry = load_registry(config);
  std::cout << picture(*find_product(config, *registry, product, products::Readiness::declare), format);
  return 0;
}

}  // namespace cotejo::cli
