#include "places/clock.hpp"

#include <algorithm>

namespace cotejo::places {
namespace {

enum class Clock { central, pacific, east, tijuana, juarez, matamoros };
using enum Clock;

struct Zone {
  std::string_view name;
  Clock clock;
};
constexpr Zone kZones[] = {
#define ZONE(name, clock) Zone{name, clock},
#include "time_zones.inc"
#undef ZONE
};

struct StateClock {
  std::string_view state;
  Clock clock;
  double km_from_usa;  // 0: everywhere
};
constexpr StateClock kStateClocks[] = {
#define CLOCK(state, clock, km) StateClock{state, clock, km},
#include "state_clocks.inc"
#undef CLOCK
};

// Names of zones are Area/Place, of letters, digits, `_`, `-` and `+`.
bool names_a_place(std::string_view zone) {
  if (zone.size() > 64 || zone.starts_with("Etc/")) return false;
  const auto slash = zone.find('/');
  if (slash == 0 || slash == zone.npos || slash + 1 == zone.size()) return false;
  return std::all_of(zone.begin(), zone.end(), [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '_' ||
           c == '-' || c == '+';
  });
}

bool shown_in(std::string_view state, Clock clock, double km_to_usa) {
  bool named = false;
  for (const StateClock& entry : kStateClocks) {
    if (entry.state != state) continue;
    named = true;
    if (entry.clock == clock && (entry.km_from_usa == 0 || km_to_usa <= entry.km_from_usa)) return true;
  }
  return !named && clock == central;
}

}  // namespace

ClockFit clock_fit(std::string_view zone, const Whereabouts& where) {
  if (!names_a_place(zone) || where.states.empty()) return ClockFit::unknown;
  const auto known = std::find_if(std::begin(kZones), std::end(kZones), [&](const Zone& z) { return z.name == zone; });
  if (known == std::end(kZones)) return ClockFit::other;
  const bool fits = std::any_of(where.states.begin(), where.states.end(), [&](const NearState& state) {
    return shown_in(state.curp_code, known->clock, where.km_to_usa);
  });
  return fits ? ClockFit::fits : ClockFit::other;
}

std::string_view zone_of_state(std::string_view curp_code) {
  Clock clock = central;
  for (const StateClock& entry : kStateClocks)
    if (entry.state == curp_code && entry.km_from_usa == 0) {
      clock = entry.clock;
      break;
    }
  return std::find_if(std::begin(kZones), std::end(kZones), [&](const Zone& z) { return z.clock == clock; })->name;
}

}  // namespace cotejo::places
