// Combines several fixes: where the device is, and how fast it must have moved.
#pragma once
#include <optional>

#include "track.hpp"

namespace cotejo::geo_track {

// The most accurate fix of those that are at most `window` seconds older than the newest; where none says how accurate
// it is, the newest. Null without fixes.
const Fix* position_of(const Track& track, double window);

// The way from one fix to the next. `km` is the least distance: the accuracy of both fixes is subtracted.
struct Leg {
  double km = 0;
  double seconds = 0;                                   // at least one, as clocks of fixes tick in seconds
  double speed() const { return km * 1000 / seconds; }  // metres a second
};

// The fastest leg; none for fewer than two fixes. `unstated`: the accuracy in metres of a fix that does not state it.
std::optional<Leg> fastest_leg(const Track& track, double unstated);

// Seconds from the oldest to the newest fix.
double span_of(const Track& track);

}  // namespace cotejo::geo_track
