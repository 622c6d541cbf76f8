#include "performance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace cotejo::specimens {
namespace {

constexpr std::size_t kSteps = 3;
constexpr double kSettling = 0.9;    // seconds before the first step and after the last one
constexpr double kTooNear = 0.5;     // seconds around what was asked for in which no eye blinks by itself
constexpr double kBlinksEach = 3.5;  // seconds from one such blink to the next, on average

std::vector<std::string> asked_for(Random random) {
  std::vector<std::string> steps;
  while (steps.size() < kSteps) {
    const std::string& next = random.pick(challenge_steps());
    if (steps.empty() || steps.back() != next) steps.push_back(next);
  }
  return steps;
}

std::vector<std::string> done(const std::vector<std::string>& steps, const std::string& variant, Random random) {
  std::vector<std::string> doing = steps;
  if (variant == "none") doing.clear();
  if (variant == "missing_step") doing.erase(doing.begin() + random.integer(0, static_cast<int>(doing.size()) - 1));
  if (variant == "wrong_order") {
    while (doing == steps) std::swap(doing[0], doing[static_cast<std::size_t>(random.integer(1, kSteps - 1))]);
  }
  return doing;
}

// Rises over a fifth of the time, stays, and falls: 0..1.
double swell(double t, const Action& action) {
  const double along = (t - action.start) / (action.end - action.start);
  if (along <= 0 || along >= 1) return 0;
  constexpr double kRise = 0.3;
  const double ramp = std::min({along / kRise, (1 - along) / kRise, 1.0});
  return 0.5 - 0.5 * std::cos(ramp * std::numbers::pi);
}

void blink_by_nature(Performance& performance, const Vigour& vigour, Random random) {
  for (double t = random.uniform(0.3, kBlinksEach); t < performance.seconds - 0.5;
       t += random.uniform(0.5, 1.5) * kBlinksEach) {
    const double end = t + 0.7 * random.uniform(vigour.blink_low, vigour.blink_high);
    const bool free = std::none_of(performance.actions.begin(), performance.actions.end(), [&](const Action& other) {
      return t < other.end + kTooNear && other.start - kTooNear < end;
    });
    if (free) performance.actions.push_back({"blink", t, end, random.uniform(0.85, 1), false});
  }
  std::sort(performance.actions.begin(), performance.actions.end(),
            [](const Action& a, const Action& b) { return a.start < b.start; });
}

}  // namespace

const std::vector<std::string>& challenge_steps() {
  static const std::vector<std::string> all{"turn_left", "turn_right", "look_up", "look_down", "blink"};
  return all;
}

const std::vector<std::string>& challenge_variants() {
  static const std::vector<std::string> all{"genuine", "wrong_order", "missing_step", "none"};
  return all;
}

Posture Performance::at(double t) const {
  Posture posture;
  for (const Action& action : actions) {
    const double share = swell(t, action) * action.strength;
    // The person's left is on the right of the picture.
    if (action.name == "turn_left") posture.yaw += share;
    if (action.name == "turn_right") posture.yaw -= share;
    if (action.name == "look_up") posture.pitch += share;
    if (action.name == "look_down") posture.pitch -= share;
    if (action.name == "blink") posture.lids = std::max(posture.lids, share);
  }
  return posture;
}

Performance perform(const std::string& variant, const Vigour& vigour, Random random) {
  Performance performance;
  performance.steps = asked_for(random.fork("steps"));
  double t = kSettling;
  for (const std::string& name : done(performance.steps, variant, random.fork("done"))) {
    Action action{name, t, t + random.uniform(1.1, 1.9), random.uniform(vigour.turn_low, vigour.turn_high)};
    if (name == "blink") {
      action.end = t + random.uniform(vigour.blink_low, vigour.blink_high);
      action.strength = random.uniform(0.92, 1);
    }
    t = action.end + random.uniform(0.5, 1.1);
    performance.actions.push_back(action);
  }
  performance.seconds = std::max(5.0, t + kSettling);
  // With a blink that nobody asked for, a missing step would be there after all.
  if (variant == "genuine" || variant == "none") blink_by_nature(performance, vigour, random.fork("nature"));
  return performance;
}

boost::json::object challenge(const Performance& performance, const std::string& issued_at, Random random) {
  boost::json::array steps;
  for (const auto& step : performance.steps) steps.emplace_back(step);
  return {{"id", fmt::format("{:016x}{:016x}", random.next(), random.next())},
          {"issued_at", issued_at},
          {"steps", std::move(steps)}};
}

boost::json::array actions_truth(const Performance& performance) {
  const auto rounded = [](double seconds) { return std::round(seconds * 100) / 100; };
  boost::json::array all;
  for (const Action& action : performance.actions)
    all.push_back({{"action", action.name},
                   {"start", rounded(action.start)},
                   {"end", rounded(action.end)},
                   {"asked", action.asked}});
  return all;
}

}  // namespace cotejo::specimens
