#include "configuration/shapes.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <stdexcept>

namespace cotejo::configuration {
namespace {

namespace json = boost::json;

struct Comment {
  std::size_t column = std::string_view::npos;
  bool alone = false;  // nothing before it
  std::string text;
};

// A comment begins with a # at the begin or after a space, outside of quotes.
Comment comment_of(std::string_view line) {
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (quote) {
      if (line[i] == quote) quote = 0;
    } else if (line[i] == '"' || (line[i] == '\'' && (i == 0 || line[i - 1] == ' '))) {
      quote = line[i];
    } else if (line[i] == '#' && (i == 0 || line[i - 1] == ' ')) {
      const auto words = line.find_first_not_of("# ", i);
      return {i, line.find_first_not_of(' ') == i,
              words == std::string_view::npos ? "" : std::string(line.substr(words))};
    }
  }
  return {};
}

bool leaves_open(const json::object& schema) {
  const auto* type = schema.if_contains("type");
  return schema.empty() || (type && ((*type == "object" && !schema.contains("additionalProperties")) ||
                                     (*type == "array" && !schema.contains("items"))));
}

// Marks a map or list that this part of the example does not show, but another part of the same kind may.
constexpr std::string_view kUnseen = "unseen";

void expect_all_seen(const json::value& value) {
  if (const auto* array = value.if_array())
    for (const auto& item : *array) expect_all_seen(item);
  const auto* object = value.if_object();
  if (!object) return;
  if (const auto* key = object->if_contains(kUnseen); key && key->is_string())
    throw std::logic_error("the example shows no '" + std::string(key->as_string()) + "', which its reader asks for");
  for (const auto& [name, member] : *object) expect_all_seen(member);
}

void merge_into(json::object& target, const json::object& more) {
  for (const auto& [key, value] : more) {
    auto* own = target.if_contains(key);
    if (own && own->is_object() && value.is_object())
      merge_into(own->get_object(), value.get_object());
    else
      target.insert_or_assign(key, value);
  }
}

void add_alternative(json::array& all, const json::object& schema) {
  if (const auto* inner = schema.if_contains("anyOf"))
    for (const auto& one : inner->as_array()) add_alternative(all, one.as_object());
  else if (std::find(all.begin(), all.end(), json::value(schema)) == all.end())
    all.push_back(schema);
}

bool is_map_schema(const json::object& schema) {
  const auto* type = schema.if_contains("type");
  return type && *type == "object";
}

json::object either_map(json::object a, const json::object& b) {
  if (const auto* others = b.if_contains("properties")) {
    auto& own = a["properties"];
    if (!own.is_object()) own = json::object{};
    for (const auto& [key, schema] : others->as_object()) {
      auto* mine = own.as_object().if_contains(key);
      own.as_object()[key] = mine ? json::value(either(mine->as_object(), schema.as_object())) : schema;
    }
  }
  if (const auto* others = b.if_contains("additionalProperties")) {
    auto* mine = a.if_contains("additionalProperties");
    if (!mine)
      a["additionalProperties"] = *others;
    else if (mine->is_object() && others->is_object())
      *mine = either(mine->get_object(), others->get_object());
  }
  if (auto* mine = a.if_contains("required")) {
    const auto* others = b.if_contains("required");
    json::array both;
    for (const auto& key : mine->as_array())
      if (others && std::find(others->as_array().begin(), others->as_array().end(), key) != others->as_array().end())
        both.push_back(key);
    *mine = std::move(both);
  }
  return a;
}

json::object either_of(const std::vector<json::object>& all) {
  json::object out;
  for (std::size_t i = 0; i < all.size(); ++i) out = i == 0 ? all[i] : either(std::move(out), all[i]);
  return out;
}

}  // namespace

json::object either(json::object a, const json::object& b) {
  if (a == b || b.contains(kUnseen)) return a;
  if (a.contains(kUnseen)) return b;
  if (is_map_schema(a) && is_map_schema(b)) return either_map(std::move(a), b);
  json::object out;
  if (auto* words = a.if_contains("description")) out["description"] = *words;
  a.erase("description");
  json::array all;
  add_alternative(all, a);
  json::object other = b;
  other.erase("description");
  // Of two maps among the alternatives, one is made.
  const auto twin = std::find_if(all.begin(), all.end(), [&](const json::value& one) {
    return is_map_schema(one.as_object()) && is_map_schema(other);
  });
  if (twin != all.end())
    *twin = either_map(twin->as_object(), other);
  else
    add_alternative(all, other);
  if (all.size() == 1)
    merge_into(out, all[0].as_object());
  else
    out["anyOf"] = std::move(all);
  return out;
}

Shapes::Shapes(std::string_view example) {
  int line = 1, owner = 0;
  std::size_t column = 0;
  for (std::size_t at = 0; at < example.size(); ++line) {
    const auto end = std::min(example.find('\n', at), example.size());
    const auto text = example.substr(at, end - at);
    const auto comment = comment_of(text);
    at = end + 1;
    if (comment.column == std::string_view::npos || (comment.alone && (owner == 0 || comment.column != column))) {
      owner = 0;
    } else if (comment.alone) {
      comments_[owner].text += " " + comment.text;
    } else {
      owner = line;
      column = comment.column;
      comments_[line] = {static_cast<int>(text.find_first_not_of(" -")) + 1, comment.text};
    }
  }
}

Shapes::Property& Shapes::property(const Node& map, std::string_view key) {
  auto& all = shapes_[&map].properties;
  const auto found = std::find_if(all.begin(), all.end(), [&](const Property& p) { return p.key == key; });
  return found != all.end() ? *found : all.emplace_back(Property{std::string(key), {}, false});
}

void Shapes::key(const Node& map, std::string_view key, bool required, json::object schema) {
  auto& asked = property(map, key);
  asked.required = asked.required || required;
  const auto* before = asked.schema.if_contains("type");
  const auto* now = schema.if_contains("type");
  if (before && now && *before != *now)
    asked.schema = std::move(schema);
  else
    merge_into(asked.schema, schema);
}

void Shapes::refine(const Node& map, std::string_view key, const json::object& more) {
  merge_into(property(map, key).schema, more);
}

void Shapes::finished(const Node& map) {
  shapes_[&map].finished = true;
}

bool Shapes::known_below(const Node& node) const {
  if (shapes_.contains(&node)) return true;
  return std::any_of(node.items.begin(), node.items.end(), [&](const Node& n) { return known_below(n); }) ||
         std::any_of(node.members.begin(), node.members.end(), [&](const Member& m) { return known_below(m.value); });
}

json::object Shapes::schema(const Node& root) const {
  json::object out = of(root);
  expect_all_seen(out);
  return out;
}

json::object Shapes::of(const Node& node) const {
  if (const auto shape = shapes_.find(&node); shape != shapes_.end() && node.is_map())
    return of_map(node, shape->second);
  std::vector<json::object> all;
  switch (node.kind) {
    case Node::Kind::null:
      return {};
    case Node::Kind::scalar:
      return {{"type", "string"}};
    case Node::Kind::sequence:
      for (const Node& item : node.items) all.push_back(of(item));
      if (all.empty()) return {{"type", "array"}};
      return {{"type", "array"}, {"items", either_of(all)}};
    case Node::Kind::map:
      if (!known_below(node)) return {{"type", "object"}};  // its keys are somebody else's: params, bindings
      for (const Member& member : node.members) all.push_back(of(member.value));
      return {{"type", "object"}, {"additionalProperties", either_of(all)}};
  }
  return {};
}

json::object Shapes::of_map(const Node& node, const Shape& shape) const {
  json::object properties;
  json::array required;
  std::vector<json::object> values;
  for (const Property& asked : shape.properties) {
    json::object value = asked.schema;
    const Member* member = node.member(asked.key);
    if (leaves_open(value)) {
      json::object seen = member ? of(member->value) : json::object{{kUnseen, json::string(asked.key)}};
      merge_into(seen, value);
      value = std::move(seen);
    }
    if (member) describe(*member, value);
    values.push_back(value);
    if (shape.finished) properties[asked.key] = std::move(value);
    if (asked.required && shape.finished) required.push_back(json::string(asked.key));
  }
  json::object out{{"type", "object"}};
  if (!shape.finished) {  // it takes any key, each with the same kind of value
    for (auto& value : values) value.erase("description");
    if (!values.empty()) out["additionalProperties"] = either_of(values);
    return out;
  }
  out["properties"] = std::move(properties);
  if (!required.empty()) out["required"] = std::move(required);
  out["additionalProperties"] = false;
  return out;
}

void Shapes::describe(const Member& member, json::object& schema) const {
  const auto comment = comments_.find(member.position.line);
  if (comment != comments_.end() && comment->second.column == member.position.column)
    schema["description"] = json::string(comment->second.text);
}

}  // namespace cotejo::configuration
