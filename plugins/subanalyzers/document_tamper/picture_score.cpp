#include "picture_score.hpp"

#include <cmath>

namespace cotejo::tamper {
namespace {

#include "weights.inc"

}  // namespace

double contribution(const PictureSigns& signs, Sign sign) {
  const auto i = static_cast<std::size_t>(sign);
  return kWeights[i] * std::log1p(std::max(0.0, signs.value[i] - kFloors[i]));
}

double score_of(const PictureSigns& signs) {
  double sum = kBias;
  for (std::size_t i = 0; i < kSigns; ++i) sum += contribution(signs, static_cast<Sign>(i));
  return 1 / (1 + std::exp(-sum));
}

}  // namespace cotejo::tamper
