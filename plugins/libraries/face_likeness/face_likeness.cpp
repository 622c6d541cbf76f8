#include "face_likeness.hpp"

#include <cmath>
#include <judgement/cosine.hpp>

namespace cotejo::face_likeness {

double similarity(std::span<const float> a, std::span<const float> b) {
  return judgement::cosine(a, b);
}

double same_person(double similarity) {
  constexpr double kMiddle = 0.39;
  constexpr double kSlope = 20;
  return 1 / (1 + std::exp(-kSlope * (similarity - kMiddle)));
}

}  // namespace cotejo::face_likeness
