#include "products/placement.hpp"

#include <fmt/format.h>

#include "domain/canonical_json.hpp"
#include "domain/digest.hpp"
#include "products/params.hpp"

namespace cotejo::products {
namespace {

using configuration::Diagnostics;
using plugins::ComponentInfo;
using plugins::Kind;
namespace json = boost::json;

std::string_view with_article(Kind kind) {
  switch (kind) {
    case Kind::analyzer:
      return "an analyzer";
    case Kind::sub_analyzer:
      return "a sub-analyzer";
    case Kind::connector:
      return "a connector";
    case Kind::check:
      return "a check";
  }
  return "a component";
}

std::string refused_plugins(const plugins::Registry& registry) {
  std::string text;
  for (const plugins::Refusal& refusal : registry.refusals())
    text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", refusal.file, refusal.reason);
  return text;
}

// A misspelt id is a mistake; an id that resembles no other may be that of a refused plugin. Returns what was meant.
std::string report_unknown(const Use& use, Kind kind, const plugins::Registry& registry, Problems& problems) {
  std::vector<std::string> ids;
  for (const ComponentInfo* info : registry.components())
    if (info->declaration.kind == kind) ids.push_back(info->declaration.id);
  const std::string hint = configuration::suggestion(use.component, ids);
  if (hint.empty() && !registry.refusals().empty())
    problems.unavailable.add(use.position, fmt::format("component '{}' is not loaded; these plugins were refused: {}",
                                                       use.component, refused_plugins(registry)));
  else
    problems.wrong.add(use.position,
                       fmt::format("there is no component '{}'{}", use.component,
                                   hint.empty() ? "; `cotejo components` lists those that are loaded" : hint));
  return configuration::nearest(use.component, ids);
}

// The fixed half of a node's memo key.
std::string node_digest(const Node& node, const plugins::ModelDigests& of_models) {
  json::object models;
  for (const auto& [name, digest] : of_models) models[name] = digest;
  return domain::digest_of(domain::canonical_json({{"component", node.declaration.id},
                                                   {"version", node.declaration.version},
                                                   {"params", node.params},
                                                   {"models", models}}));
}

}  // namespace

json::object with_defaults(const Use& use, const ComponentDefaults& defaults) {
  json::object params = use.params;
  const auto found = defaults.find(use.component);
  if (found == defaults.end()) return params;
  for (const configuration::Member& member : found->second.members)
    if (!params.contains(member.key)) params[member.key] = configuration::to_json(member.value);
  return params;
}

ComponentDefaults sound_defaults(const ComponentDefaults& defaults, const plugins::Registry& registry,
                                 Diagnostics& diagnostics) {
  ComponentDefaults sound;
  for (const auto& [id, written] : defaults) {
    const ComponentInfo* info = registry.find(id);
    if (!info) continue;
    json::object schema = info->declaration.params_schema;
    schema.erase("required");  // the products may supply those
    const std::size_t before = diagnostics.size();
    check_params(schema, configuration::to_json(written).as_object(), &written, written.position,
                 fmt::format("'{}'", id), diagnostics);
    if (diagnostics.size() == before) sound.emplace(id, written);
  }
  return sound;
}

Placement place(const Use& use, std::optional<std::size_t> evidence, const std::string& name, Kind kind,
                const plugins::Registry& registry, Problems& problems) {
  Placement placement;
  placement.use = use;
  placement.sound = false;
  Node& node = placement.node;
  node.name = name;
  node.instance = use.instance;
  node.evidence = evidence;
  node.kinds = use.kinds;
  node.params = use.params;
  node.timeout = use.timeout;
  node.on_error = use.on_error;
  const ComponentInfo* info = registry.find(use.component);
  if (!info) {
    placement.meant = report_unknown(use, kind, registry, problems);
    return placement;
  }
  if (info->declaration.kind != kind) {
    problems.wrong.add(use.position, fmt::format("expected {} here, but '{}' is {}", with_article(kind), use.component,
                                                 with_article(info->declaration.kind)));
    return placement;
  }
  node.declaration = info->declaration;
  const std::size_t before = problems.wrong.size();
  check_params(info->declaration.params_schema, use.params, use.params_node, use.position,
               fmt::format("'{}'", use.component), problems.wrong);
  if (problems.wrong.size() != before) return placement;
  auto declaration = registry.describe(use.component, use.params);
  if (!declaration) {
    problems.wrong.add(use.params_node ? use.params_node->position : use.position,
                       fmt::format("'{}' refuses its params: {}", use.component, declaration.error().message));
    return placement;
  }
  node.declaration = std::move(*declaration);
  auto models = registry.models_of(node.declaration);
  if (!models && !problems.only_declared)
    problems.unavailable.add(use.position,
                             fmt::format("component '{}' is needed: {}", use.component, models.error().message));
  if (!models) models = plugins::ModelDigests{};
  node.digest = node_digest(node, *models);
  for (const plugins::Produce& produce : node.declaration.produces)
    node.output_names.push_back(fmt::format("{}.{}", name, produce.name));
  for (const auto& [model, digest] : *models) node.models.push_back(fmt::format("{}={}", model, digest));
  placement.sound = true;
  return placement;
}

}  // namespace cotejo::products
