#include "products/graph.hpp"

#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/commands.hpp"
#include "products/compiler.hpp"

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
    const HostConfig config = configuration_of(common);
    const auto registry = load_registry(config);
    const auto compiled = products::compile(config.configs, *registry, products::Readiness::declare, config.components);
    if (!compiled.products) {
      for (const auto& diagnostic : compiled.diagnostics) std::cerr << configuration::to_string(diagnostic) << '\n';
      throw Stop("the configuration has mistakes; nothing was drawn");
    }
    if (const auto refused = compiled.products->refused.find(*id); refused != compiled.products->refused.end())
      throw Stop("product '" + *id + "' cannot be drawn: " + refused->second.front().message);
    const auto product = compiled.products->by_id.find(*id);
    if (product == compiled.products->by_id.end()) {
      std::vector<std::string> known;
      for (const auto& [name, ignored] : compiled.products->by_id) known.push_back(name);
      throw Stop("there is no product '" + *id + "'; there are " + configuration::listing(known));
    }
    std::cout << picture(*product->second, *format);
    exit_code = 0;
  });
}

}  // namespace cotejo::cli
