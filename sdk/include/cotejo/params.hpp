// Params of a component: a struct with default values. Its JSON Schema and its parser both come from one declaration.
//
//   struct Params {
//     double min_similarity = 0.92;
//     std::vector<std::string> accepted;
//     static void describe(cotejo::ParamSet<Params>& set) {
//       set.add("min_similarity", &Params::min_similarity, "Names at least this similar count as equal").range(0, 1);
//       set.add("accepted", &Params::accepted, "Media types that are taken; empty: all");
//     }
//   };
#pragma once
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>
#include <functional>
#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace cotejo {

namespace detail {

template <class T>
struct ParamType;  // the JSON Schema of one C++ type
template <>
struct ParamType<bool> {
  static boost::json::object schema() { return {{"type", "boolean"}}; }
};
template <>
struct ParamType<std::int64_t> {
  static boost::json::object schema() { return {{"type", "integer"}}; }
};
template <>
struct ParamType<double> {
  static boost::json::object schema() { return {{"type", "number"}}; }
};
template <>
struct ParamType<std::string> {
  static boost::json::object schema() { return {{"type", "string"}}; }
};
template <>
struct ParamType<boost::json::object> {
  static boost::json::object schema() { return {{"type", "object"}}; }
};
template <class T>
struct ParamType<std::vector<T>> {
  static boost::json::object schema() { return {{"type", "array"}, {"items", ParamType<T>::schema()}}; }
};
template <class T>
struct ParamType<std::optional<T>> {
  static boost::json::object schema() { return ParamType<T>::schema(); }
};

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};

template <class T>
T read_param(const boost::json::value& json) {
  if constexpr (IsOptional<T>::value) {
    return T{read_param<typename T::value_type>(json)};
  } else {
    return boost::json::value_to<T>(json);
  }
}

template <class T>
boost::json::value write_param(const T& value) {
  if constexpr (IsOptional<T>::value) {
    return value ? write_param(*value) : boost::json::value{};
  } else {
    return boost::json::value_from(value);
  }
}

}  // namespace detail

// The params of a component, declared by the static function describe() of its struct P.
template <class P>
class ParamSet {
 public:
  // One param. Each function adds a constraint to its JSON Schema.
  class Field {
   public:
    // Inclusive bounds of a number.
    Field& range(double low, double high) {
      target()["minimum"] = low;
      target()["maximum"] = high;
      return *this;
    }
    // The allowed values of a text.
    Field& one_of(std::initializer_list<std::string_view> values) {
      boost::json::array list;
      for (auto v : values) list.emplace_back(boost::json::string(v));
      target()["enum"] = std::move(list);
      return *this;
    }
    // Replaces the schema of an object-valued param.
    Field& schema(boost::json::object full) {
      auto description = schema_["description"];
      schema_ = std::move(full);
      schema_["description"] = description;
      return *this;
    }

   private:
    friend class ParamSet;
    boost::json::object& target() { return schema_.contains("items") ? schema_["items"].as_object() : schema_; }
    std::string name_;
    boost::json::object schema_;
    std::function<void(P&, const boost::json::value&)> read_;
  };

  ParamSet() { fields_.reserve(64); }  // add() returns references into it, so that it must not grow beyond this

  template <class T>  // Declares a member of P as a param. Its default is the member's value in P{}.
  Field& add(std::string_view name, T P::*member, std::string_view summary) {
    if (fields_.size() == fields_.capacity()) throw std::length_error("a component has at most 64 params");
    Field& field = fields_.emplace_back();
    field.name_ = name;
    field.schema_ = detail::ParamType<T>::schema();
    field.schema_["description"] = boost::json::string(summary);
    if (auto fallback = detail::write_param(P{}.*member); !fallback.is_null())
      field.schema_["default"] = std::move(fallback);
    field.read_ = [member](P& params, const boost::json::value& json) { params.*member = detail::read_param<T>(json); };
    return field;
  }

  // The JSON Schema of all params together.
  boost::json::object schema() const {
    boost::json::object properties;
    for (const auto& f : fields_) properties[f.name_] = f.schema_;
    return {{"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
  }

  // Throws std::invalid_argument for an unknown name or a wrong type. Ranges are not checked here: the host validates
  // params against the schema before.
  P parse(const boost::json::object& json) const {
    P params;
    for (const auto& member : json) {
      const Field* field = find(member.key());
      if (!field) throw std::invalid_argument("unknown param '" + std::string(member.key()) + "'");
      try {
        field->read_(params, member.value());
      } catch (const std::exception&) {
        throw std::invalid_argument("param '" + field->name_ +
                                    "' has the wrong type: " + boost::json::serialize(member.value()));
      }
    }
    return params;
  }

 private:
  const Field* find(std::string_view name) const {
    for (const auto& f : fields_)
      if (f.name_ == name) return &f;
    return nullptr;
  }
  std::vector<Field> fields_;
};

}  // namespace cotejo
