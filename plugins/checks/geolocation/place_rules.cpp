#include <algorithm>
#include <cmath>

#include "rules.hpp"

namespace geolocation_check {
namespace {

using cotejo::Severity;

std::int64_t whole_km(double km) {
  return static_cast<std::int64_t>(std::llround(std::clamp(km, 0.0, 50000.0)));
}

std::string km_text(double km) {
  return std::to_string(whole_km(km)) + " km";
}

std::string names_of(const std::vector<NearState>& states) {
  std::string out;
  for (const NearState& state : states) out += (out.empty() ? "" : ", ") + state.name;
  return out;
}

void it_is_in_the_country(const Context& c, Judgement& j) {
  if (!c.params.country || !c.facts.position()) return;
  const auto& inside = c.facts.in_country;
  if (inside && *inside) return j.hold({inside});
  if (inside)
    return j.find("geolocation.abroad", Severity::major, {inside, c.facts.latitude, c.facts.longitude},
                  {{"km", whole_km(c.facts.km_outside.value.value_or(0))}});
  const auto& country = c.facts.ip_country;
  if (c.facts.near_border && c.params.near_border == "trust_connection" && country && *country == kMexico)
    return j.hold({country});
  if (c.facts.near_border)
    return j.doubt("geolocation.near_the_border", 1, {c.facts.latitude, c.facts.longitude}, {{"place", "México"}});
  j.leave_open();
}

// Outside only where none of the states that it may lie in is allowed; inside only where all are.
void it_is_in_an_allowed_state(const Context& c, Judgement& j) {
  if (c.allowed.states.empty() || !c.facts.states) return;
  const auto& states = *c.facts.states;
  const auto allowed = std::count_if(states.begin(), states.end(), [&](const NearState& state) {
    return std::find(c.allowed.states.begin(), c.allowed.states.end(), state.curp_code) != c.allowed.states.end();
  });
  const boost::json::object params{
      {"found", states.empty() ? km_text(c.facts.km_outside.value.value_or(0)) : names_of(states)},
      {"expected", c.allowed.states_text}};
  if (allowed == 0) return j.find("geolocation.outside_allowed_area", Severity::major, {c.facts.states}, params);
  if (allowed < static_cast<std::ptrdiff_t>(states.size()))
    return j.doubt("geolocation.near_the_border", {c.facts.states}, {{"place", names_of(states)}});
  j.hold({c.facts.states});
}

// A position within its own accuracy of an edge is on neither side of it.
void it_is_in_an_allowed_circle(const Context& c, Judgement& j) {
  const auto position = c.facts.position();
  if (c.allowed.circles.empty() || !position || !is_accurate(c)) return;
  const double off = *c.facts.accuracy / 1000;
  double nearest = 50000;
  std::string names;
  for (const auto& [name, circle] : c.allowed.circles) {
    nearest = std::min(nearest, cotejo::places::km_between(circle.centre, *position) - circle.km);
    names += (names.empty() ? "" : ", ") + name;
  }
  const Grounds grounds{c.facts.latitude, c.facts.longitude};
  if (nearest <= -off) return j.hold(grounds);
  if (nearest <= off) return j.doubt("geolocation.near_the_border", grounds, {{"place", names}});
  j.find("geolocation.outside_allowed_area", Severity::major, grounds,
         {{"found", km_text(nearest)}, {"expected", names}});
}

void it_is_near_the_declared_address(const Context& c, Judgement& j) {
  if (c.params.address == "ignored" || !c.facts.position()) return;
  const auto &km = c.facts.declared_km, &latitude = c.facts.latitude;
  if (!km) {
    if (c.params.address == "required" || c.facts.unknown_area) j.miss(km, "geolocation.address_unknown");
    return;
  }
  if (*km <= c.params.max_km_from_address) return j.agree({latitude}, {km});
  const boost::json::object params{{"km", whole_km(*km)}, {"area", c.facts.declared_area.value.value_or("")}};
  if (*km <= c.params.far_km_from_address)
    return j.doubt("geolocation.away_from_address", {km, c.facts.declared_area}, params);
  j.find("geolocation.far_from_address", Severity::major, {km, c.facts.declared_area}, params);
}

}  // namespace

std::span<const Rule> place_rules() {
  static const std::vector<Rule> rules{
      {"it_is_in_the_country", it_is_in_the_country, {"geolocation.abroad", "geolocation.near_the_border"}},
      {"it_is_in_an_allowed_state", it_is_in_an_allowed_state, {"geolocation.outside_allowed_area"}},
      {"it_is_in_an_allowed_circle", it_is_in_an_allowed_circle, {}},
      {"it_is_near_the_declared_address",
       it_is_near_the_declared_address,
       {"geolocation.address_unknown", "geolocation.away_from_address", "geolocation.far_from_address"}}};
  return rules;
}

}  // namespace geolocation_check
