#include "plugins/declaration.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <set>

namespace cotejo::plugins {
namespace {

namespace json = boost::json;

struct Malformed {
  std::string what;
};

const json::value& member(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  if (!value) throw Malformed{"'" + std::string(key) + "' is missing"};
  return *value;
}

std::string text(const json::object& object, std::string_view key, bool required = true) {
  const auto* value = object.if_contains(key);
  if (!value && !required) return {};
  const auto& found = member(object, key);
  if (!found.is_string()) throw Malformed{"'" + std::string(key) + "' is not a text"};
  return std::string(found.as_string());
}

bool flag(const json::object& object, std::string_view key) {
  const auto& value = member(object, key);
  if (!value.is_bool()) throw Malformed{"'" + std::string(key) + "' is not true or false"};
  return value.as_bool();
}

const json::array& list(const json::object& object, std::string_view key) {
  const auto& value = member(object, key);
  if (!value.is_array()) throw Malformed{"'" + std::string(key) + "' is not a list"};
  return value.as_array();
}

const json::object& object_of(const json::value& value, std::string_view what) {
  if (!value.is_object()) throw Malformed{"an entry of '" + std::string(what) + "' is not an object"};
  return value.as_object();
}

// Dotted lower case: what YAML can name without quotes.
void expect_name(const std::string& name, std::string_view what) {
  const bool fine = !name.empty() && name.size() <= 128 && std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
  });
  if (!fine) throw Malformed{std::string(what) + " '" + name + "' is not dotted lower case"};
}

domain::ValueType type_of(const json::object& object) {
  const std::string name = text(object, "type");
  const auto type = domain::value_type(name);
  if (!type) throw Malformed{"type '" + name + "' is not known to this host"};
  return *type;
}

std::vector<std::string> names(const json::object& object, std::string_view key) {
  std::vector<std::string> out;
  for (const auto& value : list(object, key)) {
    if (!value.is_string()) throw Malformed{"an entry of '" + std::string(key) + "' is not a text"};
    out.emplace_back(value.as_string());
  }
  return out;
}

Declaration parse(Kind kind, std::string_view source) {
  const auto value = json::parse(source);
  if (!value.is_object()) throw Malformed{"it is not a JSON object"};
  const auto& root = value.as_object();
  Declaration out;
  out.kind = kind;
  out.id = text(root, "id");
  expect_name(out.id, "id");
  out.version = text(root, "version");
  out.summary = text(root, "summary", false);
  const std::string concurrency = text(root, "concurrency");
  if (concurrency != "serial" && concurrency != "parallel")
    throw Malformed{"concurrency is neither 'serial' nor 'parallel'"};
  out.parallel = concurrency == "parallel";
  const std::string isolation = text(root, "isolation", false);
  if (!isolation.empty() && isolation != "process") throw Malformed{"isolation is not 'process'"};
  out.isolated = isolation == "process";
  out.params_schema = object_of(member(root, "params"), "params");
  out.models = names(root, "models");
  out.codes = names(root, "codes");
  for (const auto& code : out.codes) expect_name(code, "code");
  std::set<std::string> seen;
  for (const auto& entry : list(root, "consumes")) {
    const auto& o = object_of(entry, "consumes");
    Port port{text(o, "port"),     text(o, "name"), type_of(o),
              flag(o, "required"), flag(o, "many"), text(o, "summary", false)};
    expect_name(port.name, "port");
    if (!seen.insert(port.name).second) throw Malformed{"port '" + port.name + "' is declared twice"};
    out.consumes.push_back(std::move(port));
  }
  seen.clear();
  for (const auto& entry : list(root, "produces")) {
    const auto& o = object_of(entry, "produces");
    Produce produce{text(o, "name"), type_of(o), text(o, "summary", false), false};
    expect_name(produce.name, "output");
    if (!seen.insert(produce.name).second) throw Malformed{"output '" + produce.name + "' is declared twice"};
    if (produce.type == domain::ValueType::bytes)
      throw Malformed{"output '" + produce.name + "' has the type of raw evidence"};
    if (o.contains("keep")) produce.keep = flag(o, "keep");
    if (produce.keep && produce.type != domain::ValueType::image)
      throw Malformed{"output '" + produce.name + "' is no image and cannot be kept"};
    out.produces.push_back(std::move(produce));
  }
  if (kind == Kind::check && !out.produces.empty()) throw Malformed{"a check produces items and a verdict, not traits"};
  return out;
}

}  // namespace

std::string_view to_string(Kind kind) {
  switch (kind) {
    case Kind::analyzer:
      return "analyzer";
    case Kind::sub_analyzer:
      return "sub-analyzer";
    case Kind::connector:
      return "connector";
    case Kind::check:
      return "check";
  }
  return "component";
}

domain::Result<Declaration> parse_declaration(Kind kind, std::string_view source) {
  const auto refuse = [](std::string what) {
    return domain::make_error(domain::Scope::platform, "plugin.declaration",
                              "its declaration cannot be used: " + std::move(what));
  };
  try {
    return parse(kind, source);
  } catch (const Malformed& malformed) {
    return refuse(malformed.what);
  } catch (const std::exception& e) {
    return refuse(e.what());
  }
}

std::string Declaration::id_and_version() const {
  std::string text;
  text.reserve(id.size() + 1 + version.size());
  text.append(id) += '@';
  return text += version;
}

}  // namespace cotejo::plugins
