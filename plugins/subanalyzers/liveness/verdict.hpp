// One score from what the pictures look like and how they move.
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
  // In face heights; where the two kinds of specimen videos part (README.md). A face that turns by 3 degrees bends by
  // about 0.003.
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

// 0..1. A score: the two parts are weighed as if independent, which is not calibrated. At least one passive score is
// needed.
double combine(const Observation& evidence, const Options& options);

}  // namespace liveness_analyzer
