#include <algorithm>
#include <cmath>

#include "rules.hpp"

namespace geolocation_check {
namespace {

using cotejo::Severity;

// For people.
std::int64_t rounded(double value) {
  return static_cast<std::int64_t>(std::llround(std::clamp(value, -1e15, 1e15)));
}

void there_is_a_position(const Context& c, Judgement& j) {
  if (c.facts.position()) return;
  if (c.facts.no_valid_fix) return j.doubt("geolocation.no_valid_position", 1, {{c.facts.latitude.port, 1}});
  j.miss(c.facts.latitude, "geolocation.no_position");
}

// Sensors err. That a position is of a day to come no sensor says: somebody set the clock, or wrote the record.
void fixes_make_sense(const Context& c, Judgement& j) {
  const auto& kinds = c.facts.invalid_kinds;
  if (!kinds || kinds->empty() || !c.facts.position()) return;
  const bool to_come = std::find(kinds->begin(), kinds->end(), "future") != kinds->end();
  const boost::json::object params{{"count", kinds->size()}, {"kind", to_come ? "future" : kinds->front()}};
  if (to_come) return j.doubt("geolocation.invalid_positions", {kinds}, params);
  j.find("geolocation.invalid_positions", Severity::minor, {kinds}, params);
}

void it_is_fresh(const Context& c, Judgement& j) {
  const auto& at = c.facts.fixed_at;
  if (!at) return;  // told with the position
  const double seconds = cotejo::instants::seconds_between(*at, c.now);
  if (-seconds > c.params.max_clock_skew_seconds)
    return j.find("geolocation.in_future", Severity::major, {at}, {{"minutes", rounded(-seconds / 60)}});
  if (seconds <= c.params.max_age_minutes * 60) return j.hold({at});
  j.find("geolocation.stale", Severity::major, {at},
         {{"minutes", rounded(seconds / 60)}, {"limit", rounded(c.params.max_age_minutes)}});
}

void it_is_accurate(const Context& c, Judgement& j) {
  if (!c.facts.position()) return;
  const auto& accuracy = c.facts.accuracy;
  if (!accuracy) return j.doubt("geolocation.accuracy_unknown", 1, {c.facts.latitude, c.facts.longitude});
  if (is_accurate(c)) return j.hold({accuracy});
  j.doubt("geolocation.poor_accuracy", {accuracy},
          {{"metres", rounded(*accuracy)}, {"limit", rounded(c.params.max_accuracy_m)}});
}

void it_was_measured(const Context& c, Judgement& j) {
  if (!c.facts.mock) {
    if (c.params.mock == "required" && c.facts.position()) j.miss(c.facts.mock, "geolocation.device_value_missing");
    return;
  }
  if (!*c.facts.mock) return j.hold({c.facts.mock});
  j.find("geolocation.mock", Severity::critical, {c.facts.mock});
}

void it_moves_as_people_do(const Context& c, Judgement& j) {
  const auto& speed = c.facts.max_speed;
  if (!speed) return;  // one fix
  const double kmh = *speed * 3.6;
  if (kmh <= c.params.max_speed_kmh) return j.hold({speed});
  boost::json::object params{{"kmh", rounded(kmh)}, {"limit", rounded(c.params.max_speed_kmh)}};
  if (c.facts.fastest) {
    params["km"] = rounded(c.facts.fastest->km);
    params["seconds"] = rounded(c.facts.fastest->seconds);
  }
  j.find("geolocation.impossible_speed", Severity::major, {speed}, std::move(params));
}

}  // namespace

bool is_accurate(const Context& c) {
  return c.facts.accuracy && *c.facts.accuracy <= c.params.max_accuracy_m;
}

std::span<const Rule> fix_rules() {
  static const std::vector<Rule> rules{
      {"there_is_a_position", there_is_a_position, {"geolocation.no_position", "geolocation.no_valid_position"}},
      {"fixes_make_sense", fixes_make_sense, {"geolocation.invalid_positions"}},
      {"it_is_fresh", it_is_fresh, {"geolocation.stale", "geolocation.in_future"}},
      {"it_is_accurate", it_is_accurate, {"geolocation.poor_accuracy", "geolocation.accuracy_unknown"}},
      {"it_was_measured", it_was_measured, {"geolocation.mock"}},
      {"it_moves_as_people_do", it_moves_as_people_do, {"geolocation.impossible_speed"}}};
  return rules;
}

}  // namespace geolocation_check
