#include "facts.hpp"

#include <cmath>
#include <judgement/json_members.hpp>

namespace geolocation_check {
namespace {

namespace json = boost::json;
using cotejo::judgement::list_of;
using cotejo::judgement::number_of;
using cotejo::judgement::text_of;

std::optional<double> finite(double value) {
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::optional<cotejo::instants::Milliseconds> instant_of(std::string_view text) {
  const auto instant = cotejo::instants::parse_instant(text);
  return instant ? std::optional(instant->utc) : std::nullopt;
}

std::optional<std::vector<NearState>> states_of(const cotejo::Json& value) {
  return list_of<NearState>(value.parse(), [](const json::object& row) {
    return NearState{text_of(row, "curp_code"), text_of(row, "name")};
  });
}

std::optional<std::vector<std::string>> kinds_of(const cotejo::Json& value) {
  return list_of<std::string>(value.parse(), [](const json::object& row) { return text_of(row, "kind"); });
}

std::optional<Fastest> fastest_of(const cotejo::Json& value) {
  const auto document = value.parse();
  if (!document.is_object()) return std::nullopt;
  const auto km = number_of(document.as_object(), "km"), seconds = number_of(document.as_object(), "seconds");
  if (!km || !seconds) return std::nullopt;
  return Fastest{*km, *seconds};
}

}  // namespace

Facts gather(const cotejo::Call& call, const Ports& ports) {
  const cotejo::judgement::Gathering from(call, 0);
  Facts facts;
  const auto number = [&](const Ports::In<double>& port) { return from.take<double>(port, finite); };
  facts.latitude = number(ports.latitude);
  facts.longitude = number(ports.longitude);
  facts.accuracy = number(ports.accuracy);
  facts.fixed_at = from.take<cotejo::instants::Milliseconds>(ports.fixed_at, instant_of);
  facts.max_speed = number(ports.max_speed);
  facts.km_outside = number(ports.km_outside);
  facts.declared_km = number(ports.declared_km);
  facts.mock = from.flag(ports.mock);
  facts.in_country = from.flag(ports.in_country);
  facts.clock_fits = from.flag(ports.clock_fits);
  facts.rooted = from.flag(ports.rooted);
  facts.emulator = from.flag(ports.emulator);
  facts.declared_area = from.text(ports.declared_area);
  facts.time_zone = from.text(ports.time_zone);
  facts.ip_country = from.identifier(ports.ip_country);
  facts.states = from.take<std::vector<NearState>>(ports.states, states_of);
  facts.invalid_kinds = from.take<std::vector<std::string>>(ports.invalid_fixes, kinds_of);
  facts.fastest = from.take<Fastest>(ports.fastest, fastest_of);
  facts.near_border = call.get(ports.in_country).absent_reason() == "geo.track.near_border";
  facts.no_valid_fix = call.get(ports.latitude).absent_reason() == "geo.track.no_valid_fix";
  facts.unknown_area = call.get(ports.declared_km).absent_reason() == "geo.track.unknown_area";
  return facts;
}

}  // namespace geolocation_check
