// YAML -> validated product -> plan. Wrong configuration fails here, with file, line, column, what was expected and
// what was found.
#pragma once
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
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
  // Products that are written well and cannot run here, since a plugin was refused or a model is missing: by id, why.
  std::map<std::string, std::vector<Diagnostic>, std::less<>> refused;
};

// Why `id` is not in by_id: product.unknown, or product.unavailable with the reason that it cannot run here.
domain::Error absent(const Products& products, std::string_view id);

struct Compiled {
  std::shared_ptr<const Products> products;  // null when there is any diagnostic
  std::vector<Diagnostic> diagnostics;       // all errors at once, by file and line
  std::vector<Diagnostic> unread;            // blocks that no product extends: nobody knows whether they are right
};

// Whether components are made ready (models loaded), or only what they declare is used: enough to check and to draw,
// also where models are missing.
enum class Readiness { create, declare };

// Params by component, as host.yaml sets them for every product that does not set them itself.
using ComponentDefaults = std::map<std::string, configuration::Node, std::less<>>;

// A file with another `decision` section for one product, in place of its own.
struct OtherPolicy {
  std::string product;
  std::filesystem::path file;
};

// Loads DIR/products/*.yaml (blocks that others extend stand in DIR/products/shared/) and DIR/reasons/*.yaml. All or
// nothing, apart from `Products::refused`.
Compiled compile(const std::filesystem::path& directory, plugins::Registry& registry,
                 Readiness readiness = Readiness::create, const ComponentDefaults& defaults = {},
                 const std::optional<OtherPolicy>& policy = {});

// One product that was not written as YAML: an analyzer for each evidence and the components that `component` needs by
// the default sources of its ports; used to run a component alone.
domain::Result<std::shared_ptr<const Product>> compile_alone(std::string_view component,
                                                             const boost::json::object& params,
                                                             const std::vector<EvidenceSpec>& evidence,
                                                             plugins::Registry& registry,
                                                             const ComponentDefaults& defaults = {});

}  // namespace cotejo::products
