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
  double solid_bending = 0.0016;
  // In face heights; with less movement a head and a picture cannot be told apart.
  double min_movement = 0.015;
};

enum class MotionHint {
  unknown,  // an image, or too little movement
  solid,    // turns or bends as a head does
  flat,     // moves as one plane
  frozen    // the same picture again and again
};

MotionHint judge_motion(const Motion& motion, const Options& options);

// A score, 0..1, not a calibrated probability: the two parts are combined as if they were independent. Needs at least
// one passive score.
double combine(const Observation& evidence, const Options& options);

}  // namespace liveness_analyzer
