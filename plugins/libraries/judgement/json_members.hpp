// Reads members of JSON traits that other components wrote. A member that is missing or has another type counts as
// none.
#pragma once
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cotejo/types.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cotejo::judgement {

std::string text_of(const boost::json::object& object, std::string_view name);  // empty when it is none
std::optional<std::int64_t> integer_of(const boost::json::object& object, std::string_view name);
std::optional<double> number_of(const boost::json::object& object, std::string_view name);
bool flag_of(const boost::json::object& object, std::string_view name);  // false when it is none
std::vector<std::int64_t> integers_of(const boost::json::object& object, std::string_view name);

// A region from the members `page` (from 0) and `box` (left, top, width and height relative to the page, 0..1).
std::optional<Region> region_of(const boost::json::object& object);

// A list of objects; nothing for anything else.
template <class T, class As>
std::optional<std::vector<T>> list_of(const boost::json::value& value, As&& as) {
  if (!value.is_array()) return std::nullopt;
  std::vector<T> all;
  for (const auto& entry : value.as_array()) {
    if (!entry.is_object()) return std::nullopt;
    all.push_back(as(entry.as_object()));
  }
  return all;
}

}  // namespace cotejo::judgement
