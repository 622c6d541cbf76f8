#include "products/params.hpp"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <regex>
#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace cotejo::products {
namespace {

using configuration::Diagnostics;
using Yaml = configuration::Node;
using configuration::Position;
namespace json = boost::json;

// A value in the params and the place where it is written.
struct Place {
  const json::value& value;
  const Yaml* written;
  Position position;
  std::string path;  // `fields.number`; empty for the params themselves
};

Place inside(const Place& parent, std::string_view key, const json::value& value) {
  const configuration::Member* member = parent.written ? parent.written->member(key) : nullptr;
  Position at = parent.position;
  if (member) at = member->value.kind == Yaml::Kind::null ? member->position : member->value.position;
  const std::string path = parent.path.empty() ? std::string(key) : fmt::format("{}.{}", parent.path, key);
  return {value, member ? &member->value : nullptr, at, path};
}

Place inside(const Place& parent, std::size_t index, const json::value& value) {
  const bool known = parent.written && parent.written->is_sequence() && index < parent.written->items.size();
  const Yaml* item = known ? &parent.written->items[index] : nullptr;
  return {value, item, item ? item->position : parent.position, fmt::format("{}[{}]", parent.path, index)};
}

std::string shown(const json::value& value) {
  if (value.is_object()) return "a map";
  if (value.is_array()) return "a list";
  if (value.is_null()) return "nothing";
  if (value.is_string()) return fmt::format("'{}'", std::string_view(value.get_string()));
  if (value.is_double()) return fmt::format("{}", value.get_double());  // 62.5, and not 6.25E1
  return json::serialize(value);
}

bool has_type(const json::value& value, std::string_view type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "boolean") return value.is_bool();
  if (type == "null") return value.is_null();
  if (type == "integer") return value.is_int64() || value.is_uint64();
  if (type == "number") return value.is_number();
  return true;  // the schema itself is at fault; valijson says so
}

std::string_view type_words(std::string_view type) {
  if (type == "object") return "a map";
  if (type == "array") return "a list";
  if (type == "string") return "a text";
  if (type == "boolean") return "true or false";
  if (type == "integer") return "a whole number";
  if (type == "number") return "a number";
  return type;
}

// The number under `key`, if the schema has one.
std::optional<double> bound(const json::object& schema, std::string_view key) {
  const json::value* value = schema.if_contains(key);
  return value && value->is_number() ? std::optional(value->to_number<double>()) : std::nullopt;
}

std::string_view type_of(const json::object& schema) {
  const json::value* type = schema.if_contains("type");
  return type && type->is_string() ? std::string_view(type->get_string()) : std::string_view{};
}

// What the schema asks for, in words: `a number from 0 to 1`, `one of 'front' and 'back'`.
std::string expected(const json::object& schema) {
  if (const json::value* values = schema.if_contains("enum"); values && values->is_array()) {
    std::vector<std::string> words;
    for (const json::value& value : values->get_array())
      words.push_back(value.is_string() ? std::string(value.get_string()) : json::serialize(value));
    return "one of " + configuration::listing(words);
  }
  std::string words(type_words(type_of(schema)));
  if (words.empty()) words = "another value";
  const auto least = bound(schema, "minimum"), most = bound(schema, "maximum");
  if (least && most) return fmt::format("{} from {} to {}", words, *least, *most);
  if (least) return fmt::format("{} of at least {}", words, *least);
  if (most) return fmt::format("{} of at most {}", words, *most);
  if (const auto length = bound(schema, "minItems")) return fmt::format("{} of at least {} entries", words, *length);
  return words;
}

// Explains the common breaches in a person's words. It judges only what each keyword settles on its own; valijson
// judges the rest.
class Explainer {
 public:
  Explainer(std::string_view what, Diagnostics& diagnostics) : what_(what), diagnostics_(diagnostics) {}

  void explain(const json::object& schema, const Place& place) {
    if (!fits(schema, place.value)) {
      // '62' would look like the number that is asked for, 'false' like the answer.
      const auto wanted = type_of(schema);
      const bool text_instead =
          place.value.is_string() && (wanted == "integer" || wanted == "number" || wanted == "boolean");
      diagnostics_.add(place.position,
                       fmt::format("{} of {}: expected {}, found {}{}", place.path.empty() ? "params" : place.path,
                                   what_, expected(schema), text_instead ? "the text " : "", shown(place.value)));
      return;
    }
    if (const json::object* object = place.value.if_object()) explain_members(schema, *object, place);
    const json::value* items = schema.if_contains("items");
    if (const json::array* array = place.value.if_array(); array && items && items->is_object())
      for (std::size_t i = 0; i < array->size(); ++i) explain(items->get_object(), inside(place, i, (*array)[i]));
  }

 private:
  static bool fits(const json::object& schema, const json::value& value) {
    if (const auto type = type_of(schema); !type.empty() && !has_type(value, type)) return false;
    if (const json::value* values = schema.if_contains("enum"); values && values->is_array()) {
      const json::array& all = values->get_array();
      if (std::find(all.begin(), all.end(), value) == all.end()) return false;
    }
    if (value.is_number()) {
      const double number = value.to_number<double>();
      if (const auto least = bound(schema, "minimum"); least && number < *least) return false;
      if (const auto most = bound(schema, "maximum"); most && number > *most) return false;
    }
    if (const auto least = bound(schema, "minItems"); least && value.is_array())
      return static_cast<double>(value.get_array().size()) >= *least;
    return true;
  }

  void explain_members(const json::object& schema, const json::object& object, const Place& place) {
    static const json::object none;
    const json::value* properties = schema.if_contains("properties");
    const json::object& known = properties && properties->is_object() ? properties->get_object() : none;
    const json::value* additional = schema.if_contains("additionalProperties");
    // A map whose schema only says that it is a map may hold anything.
    const bool open =
        schema.contains("patternProperties") || (additional ? *additional != json::value(false) : !properties);
    for (const auto& [key, value] : object) {
      if (!may_be_called(schema, key)) {
        const configuration::Member* written = place.written ? place.written->member(key) : nullptr;
        diagnostics_.add(written ? written->position : place.position,
                         fmt::format("'{}' cannot be a name in {} of {}", std::string_view(key),
                                     place.path.empty() ? "the params" : place.path, what_) +
                             naming(schema));
        continue;
      }
      const json::value* member = known.if_contains(key);
      if (!member && additional && additional->is_object()) member = additional;
      if (member && member->is_object())
        explain(member->get_object(), inside(place, key, value));
      else if (!member && !open)
        unknown_key(key, known, place);
    }
    if (const json::value* needed = schema.if_contains("required"); needed && needed->is_array())
      for (const json::value& key : needed->get_array())
        if (key.is_string() && !object.contains(key.get_string()))
          diagnostics_.add(place.position,
                           fmt::format("{} lacks the param '{}'", what_, std::string_view(key.get_string())));
  }

  // By `propertyNames`, as far as it is a pattern or forbids one name.
  static bool may_be_called(const json::object& schema, std::string_view key) {
    const json::object* names = rule_of_names(schema);
    if (!names) return true;
    constexpr std::size_t longest = 128;  // as of any declared name; the matcher recurses with each character
    if (key.size() > longest) return false;
    const json::value* pattern = names->if_contains("pattern");
    if (pattern && pattern->is_string() && !fits(std::string(pattern->get_string()), key)) return false;
    const json::value* other = names->if_contains("not");
    const json::value* taken = other && other->is_object() ? other->get_object().if_contains("const") : nullptr;
    return !taken || *taken != json::value(key);
  }
  static bool fits(const std::string& pattern, std::string_view key) {
    try {
      return std::regex_search(key.begin(), key.end(), std::regex(pattern));
    } catch (const std::regex_error&) {
      return true;  // the schema itself is at fault; valijson says so
    }
  }
  static std::string naming(const json::object& schema) {
    const json::value* pattern = rule_of_names(schema)->if_contains("pattern");
    if (!pattern || !pattern->is_string()) return {};
    return fmt::format("; names fit {}", std::string_view(pattern->get_string()));
  }
  static const json::object* rule_of_names(const json::object& schema) {
    const json::value* names = schema.if_contains("propertyNames");
    return names ? names->if_object() : nullptr;
  }

  void unknown_key(std::string_view key, const json::object& known, const Place& place) {
    std::vector<std::string> words;
    for (const auto& [name, schema] : known) words.emplace_back(name);
    const configuration::Member* member = place.written ? place.written->member(key) : nullptr;
    const std::string hint = configuration::suggestion(key, words);
    diagnostics_.add(member ? member->position : place.position,
                     fmt::format("{} has no param '{}'{}", what_, key,
                                 hint.empty() ? "; expected " + configuration::listing(words) : hint));
  }

  std::string_view what_;
  Diagnostics& diagnostics_;
};

// The place that valijson means by `<root>`, `[key]`, `[0]`, ….
Position position_at(const std::vector<std::string>& context, const Yaml* written, Position position) {
  for (std::size_t i = 1; i < context.size() && written; ++i) {
    std::string_view step = context[i];
    if (step.starts_with('[')) step = step.substr(1, step.size() - 2);
    if (step.starts_with('"')) step = step.substr(1, step.size() - 2);
    std::size_t index = 0;
    const bool numeric = std::from_chars(step.data(), step.data() + step.size(), index).ec == std::errc{};
    if (written->is_sequence() && numeric && index < written->items.size())
      written = &written->items[index];
    else
      written = written->find(step);
    if (written) position = written->position;
  }
  return position;
}

}  // namespace

void check_params(const json::object& schema, const json::object& params, const Yaml* written, const Position& fallback,
                  std::string_view what, Diagnostics& diagnostics) {
  const Position position = written ? written->position : fallback;
  const std::size_t before = diagnostics.size();
  const json::value value = params, schema_value = schema;
  Explainer(what, diagnostics).explain(schema, Place{value, written, position, ""});
  if (diagnostics.size() != before) return;
  try {
    valijson::Schema compiled;
    valijson::SchemaParser parser;
    parser.populateSchema(valijson::adapters::BoostJsonAdapter(schema_value), compiled);
    valijson::Validator validator;
    valijson::ValidationResults results;
    if (validator.validate(compiled, valijson::adapters::BoostJsonAdapter(value), &results)) return;
    valijson::ValidationResults::Error error;  // the first is the innermost
    results.popError(error);
    diagnostics.add(position_at(error.context, written, position),
                    fmt::format("params of {} do not satisfy its schema: {}", what, error.description));
  } catch (const std::exception& error) {
    diagnostics.add(position, fmt::format("the params schema of {} cannot be used: {}", what, error.what()));
  }
}

}  // namespace cotejo::products
