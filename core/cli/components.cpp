#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>

#include "cli/commands.hpp"
#include "domain/json_text.hpp"
#include "plugins/component_json.hpp"

namespace cotejo::cli {
namespace {

// A schema in words. `additionalProperties` is never mentioned: unknown keys are refused everywhere.
constexpr std::array<std::string_view, 7> kSaid{
    "type", "default", "minimum", "maximum", "enum", "description", "additionalProperties"};

std::string text_of(const boost::json::value& value) {
  domain::JsonWriter out;
  if (value.is_double())
    out.value(value.get_double());  // 130, also where a bound is kept as 130.0
  else
    out.value(value);
  return out.take();
}

// `integer, default 18, 0 to 130   Age from which one is an adult`
std::string words_of(const boost::json::object& schema) {
  const auto* type = schema.if_contains("type");
  std::string words = type && type->is_string() ? std::string(type->get_string()) : "any";
  const auto say = [&](std::string_view key, std::string_view what) {
    if (const auto* value = schema.if_contains(key)) words.append(what) += text_of(*value);
  };
  say("default", ", default ");
  say("enum", ", one of ");
  const bool low = schema.contains("minimum"), high = schema.contains("maximum");
  say("minimum", high ? ", " : ", at least ");
  say("maximum", low ? " to " : ", at most ");
  for (const auto& [key, value] : schema)
    if (std::find(kSaid.begin(), kSaid.end(), key) == kSaid.end())
      words.append(", ").append(key).append(" ").append(text_of(value));
  if (const auto* meaning = schema.if_contains("description"); meaning && meaning->is_string())
    words.append("   ").append(meaning->get_string());
  return words;
}

void print_one(const plugins::ComponentInfo& info) {
  const auto& d = info.declaration;
  std::cout << d.id << ' ' << d.version << "  (" << to_string(d.kind) << ", " << (d.parallel ? "parallel" : "serial")
            << (info.isolated ? ", in worker processes, " : ", in the host's process, ") << info.plugin << ")\n  "
            << d.summary << '\n';
  if (!info.unavailable.empty()) std::cout << "  OFF: " << info.unavailable << '\n';
  for (const auto& p : d.consumes)
    std::cout << "  consumes " << p.name << ": " << to_string(p.type) << (p.required ? "" : ", optional")
              << (p.many ? ", many" : "") << " <- " << (p.source.empty() ? "what a product says" : p.source)
              << (p.summary.empty() ? "" : "   " + p.summary) << '\n';
  for (const auto& p : d.produces)
    std::cout << "  produces " << p.name << ": " << to_string(p.type) << (p.summary.empty() ? "" : "   " + p.summary)
              << '\n';
  for (const auto& [name, digest] : info.models) std::cout << "  model " << name << ' ' << digest << '\n';
  if (const auto* properties = d.params_schema.if_contains("properties"); properties && properties->is_object())
    for (const auto& property : properties->as_object())
      std::cout << "  param " << property.key() << ": "
                << (property.value().is_object() ? words_of(property.value().get_object()) : text_of(property.value()))
                << '\n';
  if (!d.codes.empty()) {
    std::cout << "  codes";
    for (const auto& code : d.codes) std::cout << ' ' << code;
    std::cout << '\n';
  }
}

void print_all(const plugins::Registry& registry) {
  for (const auto* info : registry.components())
    std::cout << to_string(info->declaration.kind) << '\t' << info->declaration.id << '\t' << info->declaration.version
              << '\t' << (info->isolated ? "process" : "host") << '\t'
              << (info->unavailable.empty() ? info->declaration.summary : "OFF: " + info->unavailable) << '\n';
  for (const auto& refusal : registry.refusals()) std::cout << "refused\t" << refusal.reason << '\n';
}

}  // namespace

int components(const Places& places, const std::string& id, bool json) {
  const auto registry = load_registry(configuration_of(places));
  if (!id.empty() && !registry->find(id))
    throw Stop("no component '" + id + "' is loaded; `cotejo components` lists them");
  if (json) {
    boost::json::array all;
    for (const auto* info : registry->components())
      if (id.empty() || info->declaration.id == id) all.push_back(plugins::to_json(*info));
    std::cout << (id.empty() ? boost::json::serialize(all) : boost::json::serialize(all.at(0))) << '\n';
  } else if (id.empty()) {
    print_all(*registry);
  } else {
    print_one(*registry->find(id));
  }
  return 0;
}

}  // namespace cotejo::cli
