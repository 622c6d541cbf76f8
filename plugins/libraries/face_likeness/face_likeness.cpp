#include "face_likeness.hpp"

#include <cmath>

namespace cotejo::face_likeness {

double similarity(std::span<const float> a, std::span<const float> b) {
  if (a.empty() || a.size() != b.size()) return 0;
  double dot = 0, aa = 0, bb = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    dot += static_cast<double>(a[i]) * b[i];
    aa += static_cast<double>(a[i]) * a[i];
    bb += static_cast<double>(b[i]) * b[i];
  }
  const double norm = std::sqrt(aa * bb);
  return norm > 0 && std::isfinite(norm) ? dot / norm : 0;
}

double same_person(double similarity) {
  constexpr double kMiddle = 0.39;
  constexpr double kSlope = 20;
  return 1 / (1 + std::exp(-kSlope * (similarity - kMiddle)));
}

}  // namespace cotejo::face_likeness
