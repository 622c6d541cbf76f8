// Finds actions (turns, nods, blinks) from the direction of a head and the openness of its eyes over time.
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
    double open =
        0;           // of the eyes, as a network sees it: more is more open; real ones from -3 to 20, closed -10 to -20
    double gap = 0;  // between the lids, in widths of the eye
    cv::Mat eyes;    // what eye_pictures() makes
    cv::Rect2f box;  // pixels
  };
  std::optional<Face> face;
};

enum class Kind { turn_right_of_picture, turn_left_of_picture, look_up, look_down, blink };

struct Action {
  Kind kind;
  double start = 0, end = 0;  // seconds
  double peak = 0;            // degrees off the neutral posture; of a blink: how far the eyes closed, 0..1
  double score = 0;           // 0..1, 0.5 where an action just counts as one; not a probability
  cv::Rect2f box;             // of the face at the peak
};

struct Options {
  double min_turn = 12, min_nod = 12;  // degrees
  double max_blink = 1.5;              // seconds; eyes that stay closed for longer do not blink
};

struct Actions {
  std::vector<Action> list;  // in the order of their start
  bool eyes_seen = false;    // false: with these eyes a blink could not be recognised
  double usual_yaw = 0;      // degrees; the neutral posture
  double unsteady = 0;       // share of the moments whose points jumped off those around them
};

// `moments` in the order of time.
Actions find_actions(const std::vector<Moment>& moments, const Options& options);

}  // namespace face_actions
