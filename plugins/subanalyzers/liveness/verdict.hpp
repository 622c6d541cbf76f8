// Combines how the pictures look and how they move into one score.
#pragma once
#include <optional>
#include <vector>

#include "motion.hpp"

namespace liveness_analyzer {

struct Observation {
  std::vector<double> passive;   // the model's score of each frame
  std::optional<Motion> motion;  // of a video
  double grid = 0;               // of a display's pixels; see pixel_grid.hpp
};

struct Options {
  // In face heights. Origin: this value separates the two kinds of specimen videos (README.md). A face that turns by 3
  // degrees bends by about 0.003.
  double solid_bending = 0.0018;
  // In face heights; with less movement a head that bends less is no picture yet.
  double min_movement = 0.015;
  // Of its contrast, by which a part of the face changes by itself. Of 41 pieces of three seconds of films of real
  // people, 40 changed by 0.075 and more; still photos that were shaken or moved about, by 0.057 at most (README.md).
  double min_change = 0.07;
};

enum class MotionHint {
  unknown,  // an image, or a face that hardly moves, and not as a picture does
  rigid,    // moves so little, or so much as one piece, or so that it cannot be followed, that it may be a picture
  solid,    // turns or bends as a head does
  flat,     // moves as one plane
  frozen    // the same picture again and again
};

// Whether a part of the face changes by itself, as lids and lips do, and a picture of them does not.
bool stirs(const Motion& motion, const Options& options);

MotionHint judge_motion(const Motion& motion, const Options& options);

// A score, 0..1, not a calibrated probability: the two parts are combined as if they were independent. Needs at least
// one passive score.
double combine(const Observation& evidence, const Options& options);

}  // namespace liveness_analyzer
