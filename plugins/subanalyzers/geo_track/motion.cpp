#include "motion.hpp"

#include <algorithm>

namespace cotejo::geo_track {

const Fix* position_of(const Track& track, double window) {
  if (track.fixes.empty()) return nullptr;
  const Fix& newest = track.fixes.back();
  const Fix* best = &newest;
  for (const Fix& fix : track.fixes) {
    if (instants::seconds_between(fix.at.utc, newest.at.utc) > window || !fix.accuracy) continue;
    if (!best->accuracy || *fix.accuracy <= *best->accuracy) best = &fix;  // of equals, the newer
  }
  return best;
}

std::optional<Leg> fastest_leg(const Track& track, double unstated) {
  std::optional<Leg> fastest;
  for (std::size_t i = 1; i < track.fixes.size(); ++i) {
    const Fix &from = track.fixes[i - 1], &to = track.fixes[i];
    const double off = from.accuracy.value_or(unstated) + to.accuracy.value_or(unstated);
    const Leg leg{std::max(0.0, places::km_between(from.position, to.position) - off / 1000),
                  std::max(1.0, instants::seconds_between(from.at.utc, to.at.utc))};
    if (!fastest || leg.speed() > fastest->speed()) fastest = leg;
  }
  return fastest;
}

double span_of(const Track& track) {
  return track.fixes.empty() ? 0 : instants::seconds_between(track.fixes.front().at.utc, track.fixes.back().at.utc);
}

}  // namespace cotejo::geo_track
