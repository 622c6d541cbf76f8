// Used for turns, nods and blinks: medians over moments, and stretches of time in which a value is large.
#pragma once
#include <algorithm>
#include <vector>

#include "actions.hpp"

namespace face_actions {

inline double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

template <class Moments, class Of>
double median_of(const Moments& moments, Of&& of) {
  std::vector<double> values;
  for (const Moment& moment : moments)
    if (moment.face) values.push_back(of(*moment.face));
  return median(std::move(values));
}

// A stretch of time in which `away` is at least `limit`, with the moment of its largest value.
struct Stretch {
  double start = 0, end = 0, largest = 0;
  const Moment* peak = nullptr;
};

// `away` returns the value of a moment that has a face. An interruption of at most `bridged` seconds, by a missing face
// or a value below the limit, does not end a stretch.
template <class Away>
std::vector<Stretch> stretches(const std::vector<Moment>& moments, double limit, double bridged, Away&& away) {
  std::vector<Stretch> all;
  bool open = false;
  for (const Moment& moment : moments) {
    const double value = moment.face ? away(moment) : limit - 1;
    if (value < limit) {
      open = open && moment.time - all.back().end <= bridged;
      continue;
    }
    if (!open) all.push_back({moment.time, moment.time, value, &moment});
    open = true;
    Stretch& last = all.back();
    last.end = moment.time;
    if (value >= last.largest) last.largest = value, last.peak = &moment;
  }
  return all;
}

}  // namespace face_actions
