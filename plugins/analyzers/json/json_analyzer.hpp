// The `json` analyzer: emits a JSON document as a whole, and one trait for each field that the product lists.
#pragma once
#include <cotejo/plugin.hpp>
#include <deque>
#include <map>

#include "json_document.hpp"
#include "json_field.hpp"

namespace json_analyzer {

using namespace cotejo;

namespace detail {

inline const std::map<std::string_view, FieldType> kTypes{{"text", FieldType::text},
                                                          {"integer", FieldType::integer},
                                                          {"number", FieldType::number},
                                                          {"boolean", FieldType::boolean},
                                                          {"date", FieldType::date}};

// Throws std::invalid_argument with a sentence for the product's author.
inline std::vector<Field> read_fields(const boost::json::object& declared) {
  std::vector<Field> fields;
  for (const auto& member : declared) {
    Field field;
    field.name = member.key();
    const auto& body = member.value().as_object();
    const auto* path = body.if_contains("path");
    field.pointer = path != nullptr ? std::string(path->as_string()) : "/" + field.name;
    if (!is_json_pointer(field.pointer)) {
      throw std::invalid_argument("field '" + field.name + "': path is not a JSON Pointer such as /address/zip");
    }
    if (const auto* type = body.if_contains("type")) {
      const auto known = kTypes.find(std::string_view(type->as_string().data(), type->as_string().size()));
      if (known == kTypes.end()) {
        throw std::invalid_argument("field '" + field.name + "': type is not text, integer, number, boolean or date");
      }
      field.type = known->second;
    }
    if (const auto* required = body.if_contains("required")) field.required = required->as_bool();
    if (const auto* most = body.if_contains("max_bytes")) field.max_bytes = most->to_number<std::size_t>();
    fields.push_back(std::move(field));
  }
  return fields;
}

inline boost::json::object fields_schema() {
  return boost::json::parse(R"({
    "type": "object",
    "propertyNames": {"pattern": "^[a-z][a-z0-9_]*$", "not": {"const": "document"}},
    "additionalProperties": {
      "type": "object", "additionalProperties": false,
      "properties": {
        "path": {"type": "string", "description": "JSON Pointer; by default / and the field's name"},
        "type": {"enum": ["text", "integer", "number", "boolean", "date"], "default": "text"},
        "required": {"type": "boolean", "default": false, "description": "Report an item when it is missing"},
        "max_bytes": {"type": "integer", "minimum": 1, "maximum": 1048576, "default": 512,
                      "description": "A longer text is not of the type; checks take no more than 512"}
      }
    }
  })")
      .as_object();
}

}  // namespace detail

class JsonAnalyzer final : public Analyzer {
 public:
  // Runs inside the host, since a process would cost more than the reading itself. The reader is our own, bounded and
  // fuzzed, on top of Boost.JSON.
  static constexpr bool isolated = false;
  static constexpr About about{"json", "1.0.0", "Parses a JSON document and takes the listed fields out of it"};
  static constexpr bool parallel = true;

  struct Params {
    std::int64_t max_bytes = 262144;
    std::int64_t max_depth = 16;
    std::int64_t max_string = 4096;
    std::int64_t max_values = 10000;
    boost::json::object fields;
    static void describe(ParamSet<Params>& set) {
      set.add("max_bytes", &Params::max_bytes, "Larger documents are refused").range(2, 16777216);
      set.add("max_depth", &Params::max_depth, "Deeper nesting is refused").range(1, 64);
      set.add("max_string", &Params::max_string, "Bytes of the longest text or key").range(1, 1048576);
      set.add("max_values", &Params::max_values, "Values in the whole document").range(1, 1000000);
      set.add("fields", &Params::fields, "Fields to emit, by the name of their trait").schema(detail::fields_schema());
    }
  };

  explicit JsonAnalyzer(const Params& params)
      : limits_{static_cast<size_t>(params.max_bytes), static_cast<size_t>(params.max_depth),
                static_cast<size_t>(params.max_string), static_cast<size_t>(params.max_values)},
        fields_(detail::read_fields(params.fields)) {
    for (const auto& field : fields_) declare(field);
  }

  Port<Evidence> evidence{this, "evidence", "evidence", "The document as it was submitted"};
  Trait<Json> document{this, "document", "The whole document"};
  Code unreadable{this, "evidence.unreadable"};
  Code truncated{this, "evidence.truncated"};
  Code too_large{this, "evidence.too_large"};
  Code duplicate_key{this, "json.duplicate_key"};
  Code field_missing{this, "json.field_missing"};
  Code field_not_given{this, "json.field_not_given"};
  Code field_type{this, "json.field_type"};

  Status run(Call& call) override {
    const auto file = call.get(evidence);
    const std::string_view text(reinterpret_cast<const char*>(file->data.data()), file->data.size());
    const auto parsed = parse_document(text, limits_);
    if (const auto* fault = std::get_if<Fault>(&parsed)) return refuse(call, *fault);
    const auto& value = std::get<boost::json::value>(parsed);
    call.emit(document, value, 1);
    for (size_t i = 0; i < fields_.size(); ++i) {
      std::visit([&](const auto& trait) { emit_field(call, value, fields_[i], trait); }, traits_[i]);
    }
    return Status::ok;
  }

 private:
  using AnyTrait = std::variant<Trait<std::string>, Trait<std::int64_t>, Trait<double>, Trait<bool>, Trait<Date>>;

  void declare(const Field& field) {
    const auto summary = "Field " + field.pointer;
    switch (field.type) {
      case FieldType::text:
        traits_.emplace_back(std::in_place_type<Trait<std::string>>, this, field.name, summary);
        return;
      case FieldType::integer:
        traits_.emplace_back(std::in_place_type<Trait<std::int64_t>>, this, field.name, summary);
        return;
      case FieldType::number:
        traits_.emplace_back(std::in_place_type<Trait<double>>, this, field.name, summary);
        return;
      case FieldType::boolean:
        traits_.emplace_back(std::in_place_type<Trait<bool>>, this, field.name, summary);
        return;
      case FieldType::date:
        traits_.emplace_back(std::in_place_type<Trait<Date>>, this, field.name, summary);
        return;
    }
  }

  template <class T>
  void emit_field(Call& call, const boost::json::value& value, const Field& field, const Trait<T>& trait) {
    using Held = std::conditional_t<std::is_same_v<T, Date>, std::string, T>;
    const FieldValue read = read_field(value, field);
    if (const auto* held = std::get_if<Held>(&read)) {
      call.emit(trait, *held, 1);
      return;
    }
    const bool missing = std::get<FieldFault>(read) == FieldFault::missing;
    // No finding for a field that may be missing, whatever happens to the checks that would use it.
    if (missing && !field.required) return call.absent(trait, field_not_given);
    const Code& reason = missing ? field_missing : field_type;
    call.absent(trait, reason);
    call.item(reason, Severity::minor, 1, {evidence}, {{"field", field.name}});
  }

  // Nothing of the document may appear in a message.
  Status refuse(Call& call, Fault fault) {
    switch (fault) {
      case Fault::too_large:
        return call.reject(too_large, "more bytes than max_bytes");
      case Fault::string_too_long:
        return call.reject(too_large, "a text or key is longer than max_string");
      case Fault::too_many_values:
        return call.reject(too_large, "more values than max_values");
      case Fault::too_deep:
        return call.reject(too_large, "nested deeper than max_depth");
      case Fault::truncated:
        return call.reject(truncated, "the document ends in the middle");
      case Fault::duplicate_key:
        return call.reject(duplicate_key, "an object has the same key twice");
      case Fault::bad_number:
        return call.reject(unreadable, "a number is too large to be held");
      case Fault::malformed:
        break;
    }
    return call.reject(unreadable, "not a JSON document in UTF-8");
  }

  const Limits limits_;
  const std::vector<Field> fields_;
  std::deque<AnyTrait> traits_;  // one for each field; a trait cannot move
};

}  // namespace json_analyzer
