// YAML -> validated product -> plan. Wrong configuration fails here, with file, line, column, what was expected and
// what was found.
#pragma once
#include <cstdint>
#include <filesystem>
#include <limits>
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
  // Products without mistakes that cannot run here, because a plugin was refused or a model is missing: the causes by
  // id.
  std::map<std::string, std::vector<Diagnostic>, std::less<>> refused;
};

// Why `id` is not in by_id: product.unknown, or product.unavailable with the reason that it cannot run here.
domain::Error absent(const Products& products, std::string_view id);

struct Compiled {
  std::shared_ptr<const Products> products;  // null when there is any diagnostic
  std::vector<Diagnostic> diagnostics;       // all errors at once, by file and line
  std::vector<Diagnostic> unread;            // blocks that no product extends, which are therefore not checked
};

// create: components are created and their models loaded. declare: only their declarations are used, which is enough to
// check and to draw a product, also where models are missing.
enum class Readiness { create, declare };

// Params by component, as host.yaml sets them for every product that does not set them itself.
using ComponentDefaults = std::map<std::string, configuration::Node, std::less<>>;

// What host.yaml says that holds for every product.
struct HostBounds {
  ComponentDefaults components;
  std::uint64_t evidence_bytes = std::numeric_limits<std::uint64_t>::max();
};

// A file whose `decision` section replaces that of one product.
struct OtherPolicy {
  std::string product;
  std::filesystem::path file;
};

// Loads DIR/products/*.yaml, the shared blocks in DIR/products/shared/, and DIR/reasons/*.yaml. All or nothing, apart
// from `Products::refused`.
Compiled compile(const std::filesystem::path& directory, plugins::Registry& registry,
                 Readiness readiness = Readiness::create, const HostBounds& host = {},
                 const std::optional<OtherPolicy>& policy = {});

// Makes a product without YAML, to run one component alone: an analyzer for each evidence, and the components that
// `component` needs by the default sources of its ports.
domain::Result<std::shared_ptr<const Product>> compile_alone(std::string_view component,
                                                             const boost::json::object& params,
                                                             const std::vector<EvidenceSpec>& evidence,
                                                             plugins::Registry& registry,
                                                             const ComponentDefaults& defaults = {});

}  // namespace cotejo::products
