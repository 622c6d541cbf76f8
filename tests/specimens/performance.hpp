// What somebody does before the camera when asked to: a challenge, and how it is followed.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "head.hpp"
#include "random.hpp"

namespace cotejo::specimens {

// Left and right are those of the person who does it.
const std::vector<std::string>& challenge_steps();
// How it is followed: genuine, wrong_order, missing_step, none.
const std::vector<std::string>& challenge_variants();

struct Action {
  std::string name;           // of challenge_steps()
  double start = 0, end = 0;  // seconds
  double strength = 0;        // degrees of a turn; of a blink: how far the lids close, 0..1
  bool asked = true;          // not a blink that simply happened
};

struct Performance {
  std::vector<std::string> steps;  // that were asked for, in order
  std::vector<Action> actions;     // that were done, in the order of their start
  double seconds = 0;
  [[nodiscard]] Posture at(double t) const;
};

// What differs from level to level.
struct Vigour {
  double turn_low, turn_high;    // degrees
  double blink_low, blink_high;  // seconds
};

Performance perform(const std::string& variant, const Vigour& vigour, Random random);

// The evidence `challenge`.
boost::json::object challenge(const Performance& performance, const std::string& issued_at, Random random);
// [{"action", "start", "end"}…]
boost::json::array actions_truth(const Performance& performance);

}  // namespace cotejo::specimens
