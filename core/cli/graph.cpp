#include "products/graph.hpp"

#include <iostream>

#include "cli/commands.hpp"
#include "cli/declared_product.hpp"

namespace cotejo::cli {
namespace {

std::string picture(const products::Product& product, const std::string& format) {
  const products::Graph graph = products::graph_of(product);
  if (format == "dot") return products::to_dot(graph);
  if (format == "mermaid") return products::to_mermaid(graph);
  return products::to_svg(graph);
}

}  // namespace

int graph(const Common& common, const std::string& product, const std::string& format) {
  std::cout << picture(*declared_product(common, product, "drawn"), format);
  return 0;
}

}  // namespace cotejo::cli
