// When eyes close and open again: blinks. Pure functions over moments.
#pragma once
#include "actions.hpp"

namespace face_actions {

struct Blinks {
  std::vector<Action> list;
  bool eyes_seen = false;  // false: what these eyes do at other times would hide a blink
};

// `moments`: those in which the head is held as usual, in the order of time, each with a face: lids of a head that is
// turned or lowered look closed.
Blinks find_blinks(const std::vector<Moment>& moments, double max_seconds);

}  // namespace face_actions
