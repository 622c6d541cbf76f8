#include "picture_score.hpp"

#include <cmath>

namespace cotejo::tamper {
namespace {

#include "weights.inc"

}  // namespace

double scaled(double value, double ordinary) {
  // Steep: what genuine pictures reach as well counts little, and what is a little beyond counts at once.
  return std::log1p(std::pow(std::max(0.0, value) / ordinary, 4));
}

double contribution(const PictureSigns& signs, Sign sign) {
  const auto i = static_cast<std::size_t>(sign);
  return kWeights[i] * scaled(signs.value[i], kOrdinary[i]);
}

double score_of(const PictureSigns& signs) {
  double sum = kBias;
  for (std::size_t i = 0; i < kSigns; ++i) sum += contribution(signs, static_cast<Sign>(i));
  return 1 / (1 + std::exp(-sum));
}

}  // namespace cotejo::tamper
