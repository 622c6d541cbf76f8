#include "given.hpp"

#include <algorithm>

namespace mx_identifiers {
namespace {
constexpr std::size_t kMaxBytes =
    512;  // of one identifier or name; what is longer is not valid, and is judged by its beginning
}

void add(Given& given, std::string_view name, std::string_view value, double probability) {
  const bool blank = value.find_first_not_of(' ') == std::string_view::npos;
  if (!blank) given.try_emplace(std::string(name), Text{std::string(value.substr(0, kMaxBytes)), probability});
}

void add_document(Given& given, const boost::json::value& document, double probability) {
  const auto* object = document.if_object();
  if (!object) return;
  for (std::string_view name : kNames) {
    const auto* value = object->if_contains(name);
    if (!value) continue;
    if (value->is_string()) add(given, name, std::string_view(value->as_string()), probability);
    if (value->is_int64()) add(given, name, std::to_string(value->as_int64()), probability);
  }
}

}  // namespace mx_identifiers
