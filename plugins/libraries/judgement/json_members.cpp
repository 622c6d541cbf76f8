#include "json_members.hpp"

namespace cotejo::judgement {

std::string text_of(const boost::json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && value->is_string() ? std::string(value->as_string()) : std::string{};
}

std::optional<std::int64_t> integer_of(const boost::json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && value->is_int64() ? std::optional(value->as_int64()) : std::nullopt;
}

std::optional<double> number_of(const boost::json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && value->is_number() ? std::optional(value->to_number<double>()) : std::nullopt;
}

bool flag_of(const boost::json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && value->is_bool() && value->as_bool();
}

std::vector<std::int64_t> integers_of(const boost::json::object& object, std::string_view name) {
  std::vector<std::int64_t> all;
  const auto* value = object.if_contains(name);
  if (!value || !value->is_array()) return all;
  for (const auto& entry : value->as_array())
    if (entry.is_int64()) all.push_back(entry.as_int64());
  return all;
}

std::optional<Region> region_of(const boost::json::object& object) {
  constexpr double kMostPages = 1e5;
  const auto* box = object.if_contains("box");
  const auto page = number_of(object, "page");
  if (!box || !box->is_array() || box->as_array().size() != 4 || !page || *page < 0 || *page > kMostPages)
    return std::nullopt;
  double side[4];
  for (std::size_t i = 0; i < 4; ++i) {
    const auto& value = box->as_array()[i];
    if (!value.is_number()) return std::nullopt;
    side[i] = value.to_number<double>();
  }
  return Region{side[0], side[1], side[2], side[3], static_cast<std::uint32_t>(*page)};
}

}  // namespace cotejo::judgement
