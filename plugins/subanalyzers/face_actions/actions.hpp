// From where a head pointed and how far its eyes were open, moment by moment, to what was done: turns, nods, blinks.
#pragma once
#include <opencv2/core.hpp>
#include <optional>
#include <string_view>
#include <vector>

namespace face_actions {

struct Moment {
  double time = 0;  // seconds
  struct Face {
    double yaw = 0, pitch = 0;  // degrees; yaw > 0: to the right of the picture, pitch > 0: up
    double open = 0;            // of the eyes, as a network sees it: above 0 open, below closed, about 15 for wide open
    double gap = 0;             // between the lids, in widths of the eye
    cv::Rect2f box;             // pixels
  };
  std::optional<Face> face;
};

enum class Kind { turn_right_of_picture, turn_left_of_picture, look_up, look_down, blink };

struct Action {
  Kind kind;
  double start = 0, end = 0;  // seconds
  double peak = 0;            // degrees off the neutral posture; of a blink: how much of the openness was lost, 0..1
  double score = 0;           // 0..1, 0.5 where an action just counts as one; not a probability
  cv::Rect2f box;             // of the face at the peak
};

struct Options {
  double min_turn = 12, min_nod = 14;  // degrees
  double max_blink = 1.0;              // seconds; eyes that stay closed for longer do not blink
};

struct Actions {
  std::vector<Action> list;  // in the order of their start
  bool eyes_seen = false;    // false: open eyes do not look open (dark glasses, turned away): no blink can be found
};

// `moments` in the order of time.
Actions find_actions(const std::vector<Moment>& moments, const Options& options);

}  // namespace face_actions
