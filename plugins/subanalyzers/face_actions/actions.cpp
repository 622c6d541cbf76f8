#include "actions.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "blinks.hpp"
#include "stretches.hpp"

namespace face_actions {
namespace {

// An action is told from this share of what it takes to count as one: the reader learns of half-hearted ones.
constexpr double kTold = 0.7;
// It lasts while the head is further away than this share.
constexpr double kAway = 0.5;
// Seconds without a face inside an action, or with points that seem to go back, that do not end it: a head that turns
// far is lost for a moment.
constexpr double kBridged = 0.5;
constexpr double kShortest = 0.25;  // seconds; no head goes and comes back sooner, but wrong points do

// Seconds before and after a moment whose median posture counts at that moment: points jump from frame to frame.
constexpr double kSteadied = 0.2;
constexpr double kJump = 10;  // degrees off that posture that no head does: its points are wrong

// Those no further than `seconds` from `time`.
std::span<const Moment> around(const std::vector<Moment>& moments, double time, double seconds) {
  const auto from = std::lower_bound(moments.begin(), moments.end(), time - seconds,
                                     [](const Moment& m, double t) { return m.time < t; });
  const auto to =
      std::upper_bound(from, moments.end(), time + seconds, [](double t, const Moment& m) { return t < m.time; });
  return {from, to};
}

std::vector<Moment> steadied(const std::vector<Moment>& moments) {
  std::vector<Moment> all = moments;
  for (Moment& moment : all) {
    if (!moment.face) continue;
    const auto near = around(moments, moment.time, kSteadied);
    moment.face->yaw = median_of(near, [](const auto& face) { return face.yaw; });
    moment.face->pitch = median_of(near, [](const auto& face) { return face.pitch; });
  }
  return all;
}

double unsteady_share(const std::vector<Moment>& moments, const std::vector<Moment>& steady) {
  double seen = 0, jumped = 0;
  for (std::size_t i = 0; i < moments.size(); ++i) {
    if (!moments[i].face) continue;
    const auto &is = *moments[i].face, &near = *steady[i].face;
    seen += 1;
    jumped += std::max(std::abs(is.yaw - near.yaw), std::abs(is.pitch - near.pitch)) > kJump ? 1 : 0;
  }
  return jumped / std::max(seen, 1.0);
}

// One direction of the head.
struct Direction {
  Kind kind;
  double enough;                                                     // degrees
  double (*of)(const Moment::Face& face, double yaw, double pitch);  // degrees off the neutral posture, this way
};

std::vector<Action> head_actions(const std::vector<Moment>& moments, double yaw, const Options& options) {
  const double pitch = median_of(moments, [](const auto& face) { return face.pitch; });
  const Direction directions[] = {
      {Kind::turn_right_of_picture, options.min_turn, [](const auto& f, double y, double) { return f.yaw - y; }},
      {Kind::turn_left_of_picture, options.min_turn, [](const auto& f, double y, double) { return y - f.yaw; }},
      {Kind::look_up, options.min_nod, [](const auto& f, double, double p) { return f.pitch - p; }},
      {Kind::look_down, options.min_nod, [](const auto& f, double, double p) { return p - f.pitch; }}};
  std::vector<Action> all;
  for (const Direction& way : directions) {
    const auto off = [&](const Moment& moment) { return way.of(*moment.face, yaw, pitch); };
    for (const Stretch& s : stretches(moments, kAway * way.enough, kBridged, off)) {
      if (s.largest < kTold * way.enough || s.end - s.start < kShortest) continue;
      all.push_back(
          {way.kind, s.start, s.end, s.largest, std::min(1.0, s.largest / way.enough / 2), s.peak->face->box});
    }
  }
  return all;
}

// A head that turns seems to nod a little, and the other way round: of actions at the same time the clearest counts.
void keep_the_clearest(std::vector<Action>& actions) {
  std::vector<Action> kept;
  std::sort(actions.begin(), actions.end(), [](const Action& a, const Action& b) { return a.peak > b.peak; });
  for (const Action& action : actions) {
    const bool hidden = std::any_of(kept.begin(), kept.end(), [&](const Action& other) {
      return std::min(action.end, other.end) > std::max(action.start, other.start);
    });
    if (!hidden) kept.push_back(action);
  }
  actions = std::move(kept);
}

std::vector<Moment> outside(const std::vector<Action>& head, const std::vector<Moment>& moments) {
  std::vector<Moment> all;
  for (const Moment& moment : moments) {
    const bool off = std::any_of(head.begin(), head.end(),
                                 [&](const Action& a) { return a.start <= moment.time && moment.time <= a.end; });
    if (moment.face && !off) all.push_back(moment);
  }
  return all;
}

}  // namespace

Actions find_actions(const std::vector<Moment>& moments, const Options& options) {
  Actions actions;
  const std::vector<Moment> steady = steadied(moments);
  actions.usual_yaw = median_of(steady, [](const auto& face) { return face.yaw; });
  actions.unsteady = unsteady_share(moments, steady);
  actions.list = head_actions(steady, actions.usual_yaw, options);
  keep_the_clearest(actions.list);
  Blinks blinks = find_blinks(outside(actions.list, moments), options.max_blink);
  actions.eyes_seen = blinks.eyes_seen;
  actions.list.insert(actions.list.end(), blinks.list.begin(), blinks.list.end());
  std::sort(actions.list.begin(), actions.list.end(),
            [](const Action& a, const Action& b) { return a.start < b.start; });
  return actions;
}

}  // namespace face_actions
