// What several fixes say together: where the device is, and how fast it must have moved.
#pragma once
#include <optional>

#include "track.hpp"

namespace cotejo::geo_track {

// The most accurate fix of those that are at most `window` seconds older than the newest; where none says how accurate
// it is, the newest. Null without fixes.
const Fix* position_of(const Track& track, double window);

// From one fix to the next, at the least: what both may be off is taken from the distance.
struct Leg {
  double km = 0;
  double seconds = 0;                                   // at least one, as clocks of fixes tick in seconds
  double speed() const { return km * 1000 / seconds; }  // metres a second
};

// The fastest; nothing of fewer than two fixes. A fix that does not say how accurate it is counts as `unstated` metres.
std::optional<Leg> fastest_leg(const Track& track, double unstated);

// Seconds from the oldest to the newest fix.
double span_of(const Track& track);

}  // namespace cotejo::geo_track
