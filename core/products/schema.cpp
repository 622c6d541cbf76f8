#include "products/schema.hpp"

#include <boost/json/array.hpp>
#include <functional>
#include <memory>
#include <stdexcept>

#include "configuration/shapes.hpp"
#include "domain/media_type.hpp"
#include "products/definition.hpp"
#include "products/reason_catalogue.hpp"

namespace cotejo::products {
namespace {

namespace json = boost::json;
using configuration::Diagnostics;
using Yaml = configuration::Node;
using configuration::Shapes;
using plugins::Kind;

constexpr std::string_view kDraft = "http://json-schema.org/draft-07/schema#";

// What `read` asks for while it reads the example.
json::object observed(std::string_view example,
                      const std::function<void(const std::shared_ptr<Yaml>&, Diagnostics&)>& read) {
  Shapes shapes(example);
  Diagnostics diagnostics(shapes);
  auto parsed = configuration::parse(example, "example.yaml", diagnostics);
  if (!parsed) throw std::runtime_error(to_string(diagnostics.sorted().front()));
  std::erase_if(parsed->members, [](const configuration::Member& m) { return m.key == "extends"; });  // read by Blocks
  const auto root = std::make_shared<Yaml>(std::move(*parsed));
  read(root, diagnostics);
  if (!diagnostics.empty()) throw std::runtime_error(to_string(diagnostics.sorted().front()));
  return shapes.schema(*root);
}

json::object& at(json::object& schema, std::string_view key) {
  return schema.at(key).as_object();
}

json::string params_of(const plugins::Declaration& declaration) {
  return json::string("params." + declaration.id);
}

bool has_params(const plugins::Declaration& declaration) {
  const auto* properties = declaration.params_schema.if_contains("properties");
  return properties && properties->is_object() && !properties->get_object().empty();
}

// Lets a use name the components of its kind alone, and holds `params` against the one that is named.
class Uses {
 public:
  Uses(const plugins::Registry& registry, Kind kind) {
    for (const auto* info : registry.components()) {
      const auto& declaration = info->declaration;
      if (declaration.kind != kind) continue;
      ids_.push_back(json::string(declaration.id));
      summaries_.push_back(json::string(declaration.summary));
      rules_.push_back(rule(declaration));
    }
  }

  // `schema`: of an id, of a map with `use`, of a list of these, or of any of them.
  void fill(json::object& schema) const {
    if (auto* alternatives = schema.if_contains("anyOf"))
      for (auto& alternative : alternatives->as_array()) fill(alternative.as_object());
    else if (auto* items = schema.if_contains("items"))
      fill(items->as_object());
    else if (auto* properties = schema.if_contains("properties"))
      fill_map(schema, properties->as_object());
    else
      fill_id(schema);
  }

 private:
  static json::object rule(const plugins::Declaration& declaration) {
    json::object params{{"type", "object"}, {"maxProperties", 0}};
    if (has_params(declaration)) params = {{"$ref", json::string("#/$defs/" + std::string(params_of(declaration)))}};
    return {{"if", {{"properties", {{"use", {{"const", json::string(declaration.id)}}}}}, {"required", {"use"}}}},
            {"then", {{"properties", {{"params", std::move(params)}}}}}};
  }
  void fill_id(json::object& schema) const {
    schema["enum"] = ids_;
    schema["markdownEnumDescriptions"] = summaries_;  // what editors show beside each
  }
  void fill_map(json::object& schema, json::object& properties) const {
    fill_id(at(properties, "use"));
    if (!rules_.empty()) schema["allOf"] = rules_;
  }

  json::array ids_, summaries_, rules_;
};

// What is written over a block may leave out what the block has, and may drop it by `key: ~`. Lists replace the
// block's, so that what is in them is whole.
json::object partial(json::object schema) {
  schema.erase("required");
  const auto loosen = [](json::value& value) {
    json::object loose = partial(std::move(value.as_object()));
    json::object out;
    if (const auto* words = loose.if_contains("description")) out["description"] = *words;
    loose.erase("description");
    out["anyOf"] = json::array{std::move(loose), json::object{{"type", "null"}}};
    value = std::move(out);
  };
  if (auto* properties = schema.if_contains("properties"))
    for (auto& property : properties->as_object()) loosen(property.value());
  if (auto* additional = schema.if_contains("additionalProperties"); additional && additional->is_object())
    loosen(*additional);
  if (auto* alternatives = schema.if_contains("anyOf"))
    for (auto& alternative : alternatives->as_array()) alternative = partial(std::move(alternative.as_object()));
  return schema;
}

// What an example shows of any kind, or the same for each kind of the evidence: { pdf: …, image: … }
json::object also_by_kind(json::object schema) {
  json::object by_kind;
  json::object one = schema;
  one.erase("description");
  for (const std::string_view kind : domain::media_classes) by_kind[kind] = one;
  json::object out;
  if (const auto* words = schema.if_contains("description")) out["description"] = *words;
  json::array alternatives;
  if (const auto* several = one.if_contains("anyOf"))
    alternatives = several->as_array();
  else
    alternatives.push_back(one);
  alternatives.push_back(json::object{
      {"type", "object"}, {"properties", std::move(by_kind)}, {"additionalProperties", false}, {"minProperties", 1}});
  out["anyOf"] = std::move(alternatives);
  return out;
}

json::object whole(std::string_view example, const plugins::Registry& registry) {
  auto schema = observed(
      example, [](const std::shared_ptr<Yaml>& root, Diagnostics& diagnostics) { read_definition(root, diagnostics); });
  auto& properties = at(schema, "properties");
  auto& analysis = at(at(at(properties, "analysis"), "additionalProperties"), "properties");
  Uses(registry, Kind::analyzer).fill(at(analysis, "analyzer"));
  analysis["analyzer"] = also_by_kind(std::move(at(analysis, "analyzer")));
  auto& evidence = at(at(at(properties, "evidence"), "additionalProperties"), "properties");
  evidence["max_bytes"] = also_by_kind(std::move(at(evidence, "max_bytes")));
  Uses(registry, Kind::sub_analyzer).fill(at(at(analysis, "sub_analyzers"), "items"));
  Uses(registry, Kind::connector).fill(at(at(analysis, "connectors"), "items"));
  Uses(registry, Kind::check).fill(at(at(properties, "checks"), "additionalProperties"));
  return schema;
}

json::object extends_schema() {
  return {{"description", "Shared blocks, products/shared/NAME.yaml; of several, later ones win"},
          {"anyOf", json::array{json::object{{"type", "string"}},
                                json::object{{"type", "array"}, {"items", json::object{{"type", "string"}}}}}}};
}

}  // namespace

json::object params_definitions(const plugins::Registry& registry) {
  json::object definitions;
  for (const auto* info : registry.components())
    if (has_params(info->declaration)) definitions[params_of(info->declaration)] = info->declaration.params_schema;
  return definitions;
}

json::object product_schema(std::string_view example, const plugins::Registry& registry) {
  auto alone = whole(example, registry);
  auto extending = partial(alone);
  extending["required"] = json::array{"product", "version", "extends"};
  at(extending, "properties")["extends"] = extends_schema();
  auto definitions = params_definitions(registry);
  definitions["whole"] = std::move(alone);
  definitions["extending"] = std::move(extending);
  return {{"$schema", kDraft},
          {"title", "A product of Cotejo"},
          {"if", {{"required", {"extends"}}}},
          {"then", {{"$ref", "#/$defs/extending"}}},
          {"else", {{"$ref", "#/$defs/whole"}}},
          {"$defs", std::move(definitions)}};
}

json::object block_schema(std::string_view example, const plugins::Registry& registry) {
  auto schema = partial(whole(example, registry));
  auto& properties = at(schema, "properties");
  properties.erase("product");  // these belong into the product
  properties.erase("version");
  properties["extends"] = extends_schema();
  schema["$schema"] = kDraft;
  schema["title"] = "A block that products of Cotejo share";
  schema["$defs"] = params_definitions(registry);
  return schema;
}

json::object reasons_schema(std::string_view example) {
  auto schema = observed(example, [](const std::shared_ptr<Yaml>& root, Diagnostics& diagnostics) {
    ReasonCatalogue catalogue;
    std::map<std::string, configuration::Position> seen;
    read_reasons(*root, catalogue, seen, diagnostics);
  });
  schema["$schema"] = kDraft;
  schema["title"] = "Reasons of Cotejo: codes and their words";
  return schema;
}

}  // namespace cotejo::products
