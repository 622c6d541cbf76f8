#include "products/schema.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>

#include "cli/commands.hpp"
#include "cli/examples.hpp"
#include "configuration/shapes.hpp"
#include "domain/json_text.hpp"

namespace cotejo::cli {
namespace {

namespace json = boost::json;

json::object host_schema(const plugins::Registry& registry) {
  configuration::Shapes shapes(host_example());
  configuration::Diagnostics diagnostics(shapes);
  const auto root = configuration::parse(host_example(), "host.yaml", diagnostics);
  if (root) check_host_config(*root, diagnostics);
  if (!diagnostics.empty()) throw Stop(configuration::to_string(diagnostics.sorted().front()));
  auto schema = shapes.schema(*root);
  json::object components;
  for (const auto& [name, params] : products::params_definitions(registry))
    components[name.substr(std::string_view("params.").size())] =
        json::object{{"$ref", json::string("#/$defs/" + std::string(name))}};
  auto& own = schema.at("properties").at("components").as_object();
  own["properties"] = std::move(components);
  own["additionalProperties"] = false;
  auto& isolated = schema.at("properties").at("isolation").at("properties").at("components").as_object();
  json::object places;
  for (const auto* info : registry.components()) places[info->declaration.id] = isolated.at("additionalProperties");
  isolated["properties"] = std::move(places);
  isolated["additionalProperties"] = false;
  schema["$schema"] = "http://json-schema.org/draft-07/schema#";
  schema["title"] = "The host configuration of Cotejo";
  schema["$defs"] = products::params_definitions(registry);
  return schema;
}

// Two spaces a level, so that changes can be read.
void write(std::ostream& out, const json::value& value, const std::string& indent = "") {
  const std::string inner = indent + "  ";
  const char* separator = "\n";
  if (value.is_object() && !value.get_object().empty()) {
    out << '{';
    for (const auto& [key, member] : value.get_object()) {
      out << separator << inner << json::serialize(json::value(key)) << ": ";
      write(out, member, inner);
      separator = ",\n";
    }
    out << '\n' << indent << '}';
  } else if (value.is_array() && !value.get_array().empty() &&
             (value.get_array()[0].is_object() || value.get_array()[0].is_array())) {
    out << '[';
    for (const auto& item : value.get_array()) {
      out << separator << inner;
      write(out, item, inner);
      separator = ",\n";
    }
    out << '\n' << indent << ']';
  } else {
    out << domain::json_text(value);  // numbers as people write them
  }
}

}  // namespace

int schema(const Places& places, const std::string& kind) {
  const auto registry = load_registry(configuration_of(places));
  if (kind == "product")
    write(std::cout, products::product_schema(product_example(), *registry));
  else if (kind == "block")
    write(std::cout, products::block_schema(product_example(), *registry));
  else if (kind == "host")
    write(std::cout, host_schema(*registry));
  else
    write(std::cout, products::reasons_schema(reasons_example()));
  std::cout << '\n';
  return 0;
}

}  // namespace cotejo::cli
