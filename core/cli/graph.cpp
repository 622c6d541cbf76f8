#include "products/graph.hpp"

#include <CLI/CLI.hpp>
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

void add_graph(CLI::App& app, const Common& common, int& exit_code) {
  auto* command = app.add_subcommand("graph", "A product's plan as a picture, to standard output");
  auto id = std::make_shared<std::string>();
  auto format = std::make_shared<std::string>("svg");
  command->add_option("PRODUCT", *id, "Product to draw")->required();
  command->add_option("--format", *format, "svg, dot or mermaid")->check(CLI::IsMember({"svg", "dot", "mermaid"}));
  command->callback([&common, &exit_code, id, format] {
    const auto product = declared_product(common, *id, "drawn");
    std::cout << picture(*product, *format);
    exit_code = 0;
  });
}

}  // namespace cotejo::cli
