// YAML -> validated product -> plan. Wrong configuration fails here, with file, line, column, what was expected and
// what was found.
#pragma once
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "configuration/node.hpp"
#include "plugins/registry.hpp"
#include "products/product.hpp"
#include "products/reason_catalogue.hpp"

namespace cotejo::products {

using configuration::Diagnostic;

// A set of products that was loaded together.
struct Products {
  std::map<std::string, std::shared_ptr<const Product>, std::less<>> by_id;
  std::shared_ptr<const ReasonCatalogue> reasons;
};

struct Compiled {
  std::shared_ptr<const Products> products;  // null when there is any diagnostic
  std::vector<Diagnostic> diagnostics;       // all errors at once, by file and line
};

// Loads DIR/products/*.yaml (blocks that others extend stand in DIR/products/shared/) and DIR/reasons/*.yaml. All or
// nothing.
Compiled compile(const std::filesystem::path& directory, plugins::Registry& registry);

// One product that was not written as YAML: an analyzer for each evidence and the components that `component` needs by
// the default sources of its ports; used to run a component alone.
domain::Result<std::shared_ptr<const Product>> compile_alone(std::string_view component,
                                                             const boost::json::object& params,
                                                             const std::vector<EvidenceSpec>& evidence,
                                                             plugins::Registry& registry);

}  // namespace cotejo::products
