#include "actions.hpp"

#include <algorithm>
#include <cmath>

namespace face_actions {
namespace {

// An action is told from this share of what it takes to count as one: the reader learns of half-hearted ones.
constexpr double kTold = 0.7;
// It lasts while the head is further away than this share.
constexpr double kAway = 0.5;
// Seconds without a face inside an action that do not end it: a head that turns far is lost for a moment.
constexpr double kMayBeLost = 0.5;

// Where the specimens' open and closed eyes part (README.md), as shares of the same eyes open.
constexpr double kClosed = 0.6;    // of the network's openness that must be lost
constexpr double kNarrower = 0.1;  // of the gap between the lids
constexpr double kEyesSeen = 3;    // of the network's openness, below which open eyes do not look open

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

template <class Of>
double median_of(const std::vector<Moment>& moments, Of&& of) {
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

// `away`: of a face; negative values never belong to a stretch. A moment without a face belongs to the stretch that it
// interrupts for `may_be_lost` seconds at most.
template <class Away>
std::vector<Stretch> stretches(const std::vector<Moment>& moments, double limit, double may_be_lost, Away&& away) {
  std::vector<Stretch> all;
  bool open = false;
  for (const Moment& moment : moments) {
    if (!moment.face) {
      open = open && moment.time - all.back().end <= may_be_lost;
      continue;
    }
    const double value = away(*moment.face);
    if (value < limit) {
      open = false;
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

// One direction of the head.
struct Direction {
  Kind kind;
  double enough;                                                     // degrees
  double (*of)(const Moment::Face& face, double yaw, double pitch);  // degrees off the neutral posture, this way
};

std::vector<Action> head_actions(const std::vector<Moment>& moments, const Options& options) {
  const double yaw = median_of(moments, [](const auto& face) { return face.yaw; });
  const double pitch = median_of(moments, [](const auto& face) { return face.pitch; });
  const Direction directions[] = {
      {Kind::turn_right_of_picture, options.min_turn, [](const auto& f, double y, double) { return f.yaw - y; }},
      {Kind::turn_left_of_picture, options.min_turn, [](const auto& f, double y, double) { return y - f.yaw; }},
      {Kind::look_up, options.min_nod, [](const auto& f, double, double p) { return f.pitch - p; }},
      {Kind::look_down, options.min_nod, [](const auto& f, double, double p) { return p - f.pitch; }}};
  std::vector<Action> all;
  for (const Direction& way : directions) {
    const auto off = [&](const Moment::Face& face) { return way.of(face, yaw, pitch); };
    for (const Stretch& s : stretches(moments, kAway * way.enough, kMayBeLost, off)) {
      if (s.largest < kTold * way.enough) continue;
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

// While the head is off, lids are seen from above or below and look closed.
bool during_any(const std::vector<Action>& head, const Stretch& eyes) {
  return std::any_of(head.begin(), head.end(),
                     [&](const Action& a) { return eyes.start <= a.end && a.start <= eyes.end; });
}

void add_blinks(const std::vector<Moment>& moments, const Options& options, Actions& actions) {
  const std::vector<Action> head = actions.list;
  const double open = median_of(moments, [](const auto& face) { return face.open; });
  const double gap = median_of(moments, [](const auto& face) { return face.gap; });
  actions.eyes_seen = open >= kEyesSeen && gap > 0;
  if (!actions.eyes_seen) return;
  const auto lost = [&](const Moment::Face& face) {
    return face.gap <= (1 - kNarrower) * gap ? 1 - face.open / open : -1.0;
  };
  for (const Stretch& s : stretches(moments, kTold * kClosed, 0, lost)) {
    if (s.end - s.start > options.max_blink || during_any(head, s)) continue;
    const double peak = std::min(1.0, s.largest);
    const double score = peak < kClosed ? 0.5 * peak / kClosed : 0.5 + 0.5 * (peak - kClosed) / (1 - kClosed);
    actions.list.push_back({Kind::blink, s.start, s.end, peak, score, s.peak->face->box});
  }
}

}  // namespace

Actions find_actions(const std::vector<Moment>& moments, const Options& options) {
  Actions actions;
  actions.list = head_actions(moments, options);
  keep_the_clearest(actions.list);
  add_blinks(moments, options, actions);
  std::sort(actions.list.begin(), actions.list.end(),
            [](const Action& a, const Action& b) { return a.start < b.start; });
  return actions;
}

}  // namespace face_actions
