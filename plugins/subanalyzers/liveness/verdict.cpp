#include "verdict.hpp"

#include <algorithm>
#include <cmath>

namespace liveness_analyzer {
namespace {

// The network is often sure of itself and wrong, on pictures unlike those it learned from: its word counts half.
constexpr double kPassiveWeight = 0.5;
// No single part is taken for surer than this.
constexpr double kSurest = 0.98;
// By how much (in natural logarithms) the bending must differ from the threshold to weigh 1 unit of log odds.
constexpr double kBendingScale = 0.25;
constexpr double kFrozenLogOdds = -4;  // no network is sure enough to make a repeated picture live
// Face heights. People who tried to keep still moved by 0.0013 in 1.5 seconds and 0.0028 in five, a still picture under
// a sensor's noise and a codec by 0.0003 (README.md).
constexpr double kNothingMoves = 0.0006;
constexpr int kMinPairs = 3;
// Faces that hardly move bend less than a head that turns, but more than a picture: 22 pieces of three seconds of
// films, of people who keep still, bent by 0.00033 face heights and more, two of them by less than 0.0006, and by 0.10
// of their movement and more; a still photo that was shifted by a pixel or two under new noise, by 0.0003 and 0.09 at
// most.
constexpr double kStillBending = 0.0005;
constexpr double kStillRatio = 0.1;
constexpr double kRigidLogOdds = 0.4;  // a score of 0.6: undecided in check.selfie_video
// A face that plainly moves as one piece and changes in a part by so much is no print as it is, but somebody who keeps
// still before a phone that shakes, or wears a print with holes for the eyes. Prints that were moved about changed by
// 0.12 at most, displays whose pixels are not seen by 0.11; such pieces of films by 0.18 and more (README.md).
constexpr double kChangesOpenly = 0.15;
constexpr double kPlainlyFlat = 0.75;  // of solid_bending: below it the bending itself leaves nothing to approve
// A replayed video bends as its head does: against the network's word on what is before the camera, bending lifts the
// score by this at most (log odds). The score reaches 0.8, check.selfie_video's min_liveness, where that word is 0.03;
// where the network is sure of a picture, it stays undecided.
constexpr double kMostAboveNetwork = 4.9;
// Living faces stay below (3.5 on films, 6.5 on photos that were enlarged from a small JPEG: its blocks are regular
// too), and by what factor a pattern must stand out more to weigh 1 unit; displays that are resolved at all reach 9 and
// more.
constexpr double kPlainGrid = 6.5;
constexpr double kGridScale = 0.06;

double log_odds(double p) {
  p = std::clamp(p, 1 - kSurest, kSurest);
  return std::log(p / (1 - p));
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// That no pattern is seen says nothing: most displays are finer than a video of them.
double against(double grid) {
  return grid <= kPlainGrid ? 0 : std::min(std::log(grid / kPlainGrid) / kGridScale, 2 * log_odds(kSurest));
}

}  // namespace

bool stirs(const Motion& motion, const Options& options) {
  return motion.change >= options.min_change;
}

MotionHint judge_motion(const Motion& motion, const Options& options) {
  if (motion.pairs < kMinPairs) return MotionHint::rigid;
  if (motion.frozen * 2 > motion.pairs) return MotionHint::frozen;
  if (motion.movement >= options.min_movement) {
    if (motion.bending >= options.solid_bending) return MotionHint::solid;
    return motion.bending < kPlainlyFlat * options.solid_bending && motion.change >= kChangesOpenly ? MotionHint::rigid
                                                                                                    : MotionHint::flat;
  }
  if (stirs(motion, options)) return MotionHint::unknown;
  if (motion.movement < kNothingMoves) return MotionHint::frozen;
  return motion.bending < std::max(kStillBending, kStillRatio * motion.movement) ? MotionHint::rigid
                                                                                 : MotionHint::unknown;
}

double combine(const Observation& evidence, const Options& options) {
  const double passive = median(evidence.passive), grid = against(evidence.grid);
  const MotionHint hint = evidence.motion ? judge_motion(*evidence.motion, options) : MotionHint::unknown;
  if (hint == MotionHint::unknown && grid == 0) return passive;
  double sum = -grid;
  if (hint == MotionHint::unknown) {
    sum += log_odds(passive);
  } else if (hint == MotionHint::rigid) {  // the network sees nothing of a genuine photo that was moved
    sum += std::min(log_odds(passive), kRigidLogOdds);
  } else if (hint == MotionHint::frozen) {
    sum += kPassiveWeight * log_odds(passive) + kFrozenLogOdds;
  } else {
    const double bending = std::log(std::max(evidence.motion->bending, 1e-6) / options.solid_bending) / kBendingScale;
    const double both = kPassiveWeight * log_odds(passive) + std::clamp(bending, -log_odds(kSurest), log_odds(kSurest));
    sum += std::min(both, log_odds(passive) + kMostAboveNetwork);
  }
  return 1 / (1 + std::exp(-sum));
}

}  // namespace liveness_analyzer
