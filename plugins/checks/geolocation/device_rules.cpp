#include "rules.hpp"

namespace geolocation_check {
namespace {

using cotejo::Severity;

// Whether something that the product asks for may be judged; what it needs and has not is missed.
template <class T>
bool judged_by(const std::string& wish, const Fact<T>& fact, Judgement& j) {
  if (wish == "ignored") return false;
  if (fact) return true;
  if (wish == "required") j.miss(fact, "geolocation.device_value_missing");
  return false;
}

void time_zone_fits(const Context& c, Judgement& j) {
  const auto& fits = c.facts.clock_fits;
  if (!c.facts.position() || !judged_by(c.params.time_zone, fits, j)) return;
  if (*fits) return j.hold({fits});
  j.doubt("geolocation.other_time_zone", {fits, c.facts.time_zone}, {{"found", c.facts.time_zone.value.value_or("")}});
}

// Of the position's country, where that is told; else of Mexico.
void ip_country_agrees(const Context& c, Judgement& j) {
  const auto& country = c.facts.ip_country;
  if (!judged_by(c.params.ip_country, country, j)) return;
  if (c.facts.in_country && !*c.facts.in_country) return;  // abroad: told by it_is_in_the_country
  if (*country == kMexico) return j.hold({country});
  if (c.facts.near_border) return j.leave_open();  // told by it_is_in_the_country
  j.doubt("geolocation.other_ip_country", {country}, {{"found", *country}});
}

void it_is_a_device(const Context& c, Judgement& j) {
  const auto& emulator = c.facts.emulator;
  if (!emulator) return;
  if (!*emulator) return j.hold({emulator});
  j.find("geolocation.emulator", Severity::critical, {emulator});
}

void its_system_is_closed(const Context& c, Judgement& j) {
  const auto& rooted = c.facts.rooted;
  if (c.params.rooted == "ignored" || !rooted) return;
  if (!*rooted) return j.hold({rooted});
  j.doubt("geolocation.rooted", {rooted});
}

}  // namespace

std::span<const Rule> device_rules() {
  static const std::vector<Rule> rules{
      {"time_zone_fits", time_zone_fits, {"geolocation.other_time_zone", "geolocation.device_value_missing"}},
      {"ip_country_agrees", ip_country_agrees, {"geolocation.other_ip_country"}},
      {"it_is_a_device", it_is_a_device, {"geolocation.emulator"}},
      {"its_system_is_closed", its_system_is_closed, {"geolocation.rooted"}}};
  return rules;
}

}  // namespace geolocation_check
