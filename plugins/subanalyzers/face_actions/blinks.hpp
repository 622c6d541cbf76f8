// Finds blinks: when eyes close and open again. Pure functions over moments.
#pragma once
#include "actions.hpp"

namespace face_actions {

struct Blinks {
  std::vector<Action> list;
  bool eyes_seen = false;  // false: these eyes change so much at other times that a blink would not stand out
};

// `moments`: in the order of time, only those with a face in its usual posture, since the lids of a head that is turned
// or lowered look closed.
Blinks find_blinks(const std::vector<Moment>& moments, double max_seconds);

}  // namespace face_actions
