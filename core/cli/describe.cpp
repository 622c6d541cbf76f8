#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/declared_product.hpp"
#include "products/page.hpp"

namespace cotejo::cli {

void add_describe(CLI::App& app, const Common& common, int& exit_code) {
  auto* command = app.add_subcommand("describe", "A product's page of documentation in Markdown, to standard output");
  auto id = std::make_shared<std::string>();
  command->add_option("PRODUCT", *id, "Product to describe")->required();
  command->callback([&common, &exit_code, id] {
    std::cout << products::to_markdown(*declared_product(common, *id, "described"));
    exit_code = 0;
  });
}

}  // namespace cotejo::cli
