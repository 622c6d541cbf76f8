#include "links.hpp"

#include <algorithm>
#include <judgement/json_members.hpp>

namespace synthetic_identity {
namespace {

namespace json = boost::json;
using cotejo::judgement::flag_of;
using cotejo::judgement::integer_of;
using cotejo::judgement::list_of;
using cotejo::judgement::number_of;
using cotejo::judgement::text_of;

std::optional<json::object> object_of(const cotejo::Json& text) {
  boost::system::error_code error;
  const json::value value = json::parse(text.text, error);
  if (error || !value.is_object()) return std::nullopt;
  return value.get_object();
}

Other other_of(const json::object& entry) {
  Other other{text_of(entry, "owner"), text_of(entry, "verification"), {}, {}, number_of(entry, "cosine").value_or(-1)};
  if (const auto first = cotejo::instants::parse_instant(text_of(entry, "first_at"))) other.first = first->utc;
  if (const auto* through = entry.if_contains("through"); through && through->is_array())
    for (const auto& each : through->get_array())
      if (each.is_string()) other.through.emplace_back(each.get_string());
  other.same_application = flag_of(entry, "same_application");
  return other;
}

}  // namespace

const Other* Links::find(std::string_view label) const {
  const auto at = std::find_if(others.begin(), others.end(), [&](const Other& o) { return o.label == label; });
  return at == others.end() ? nullptr : &*at;
}

std::optional<Links> links_of(const cotejo::Json& text) {
  const auto object = object_of(text);
  const auto* entries = object ? object->if_contains("entries") : nullptr;
  auto others = entries ? list_of<Other>(*entries, other_of) : std::nullopt;
  if (!others) return std::nullopt;
  return Links{std::move(*others), flag_of(*object, "more")};
}

std::optional<Previous> previous_of(const cotejo::Json& text) {
  const auto object = object_of(text);
  const auto applications = object ? integer_of(*object, "applications") : std::nullopt;
  if (!applications) return std::nullopt;
  const auto count = [&](std::string_view name) { return integer_of(*object, name).value_or(0); };
  return Previous{*applications,     count("recent"),      count("photographed"),
                  count("numbered"), count("same_number"), number_of(*object, "cosine").value_or(-1)};
}

}  // namespace synthetic_identity
