#include "later_changes.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace cotejo::contract_document {
namespace {

std::optional<std::int64_t> whole(const boost::json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && value->is_int64() ? std::optional(value->as_int64()) : std::nullopt;
}

bool is_true(const boost::json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && value->is_bool() && value->as_bool();
}

// Offset up to which the first signature vouches for the file.
std::optional<std::int64_t> first_signed_end(const boost::json::array& signatures) {
  std::optional<std::int64_t> first;
  for (const auto& value : signatures) {
    const auto* object = value.if_object();
    const auto end = object ? whole(*object, "covered_end") : std::nullopt;
    if (end && (!first || *end < *first)) first = end;
  }
  return first;
}

void add_pages(std::vector<LaterChange>& changes, const boost::json::object& one, std::string_view name, bool contents,
               bool after) {
  const auto* pages = one.if_contains(name);
  if (!pages || !pages->is_array()) return;
  for (const auto& page : pages->as_array())
    if (page.is_int64() && page.as_int64() >= 0)
      changes.push_back({static_cast<std::size_t>(page.as_int64()), contents, after});
}

}  // namespace

std::optional<std::vector<LaterChange>> later_changes(const boost::json::value& appended,
                                                      const boost::json::value& signatures) {
  if (!appended.is_array() || !signatures.is_array()) return std::nullopt;
  const auto signed_end = first_signed_end(signatures.as_array());
  std::vector<LaterChange> changes;
  for (const auto& value : appended.as_array()) {
    const auto* one = value.if_object();
    const auto start = one ? whole(*one, "start") : std::nullopt;
    if (!start) return std::nullopt;
    const bool after = signed_end && *start >= *signed_end;
    if (!is_true(*one, "readable")) {
      changes.push_back({std::nullopt, true, after});
      continue;
    }
    add_pages(changes, *one, "pages", true, after);
    // The field of a further signature is an annotation of its page.
    if (!is_true(*one, "signature")) add_pages(changes, *one, "annotations", false, after);
  }
  return changes;
}

}  // namespace cotejo::contract_document
