// The similarity of two embeddings of any kind.
#pragma once
#include <cmath>
#include <cstddef>
#include <span>

namespace cotejo::judgement {

// The cosine of the angle between them, -1..1; 0 when they cannot be compared.
inline double cosine(std::span<const float> a, std::span<const float> b) {
  if (a.empty() || a.size() != b.size()) return 0;
  double dot = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    dot += static_cast<double>(a[i]) * b[i];
    aa += static_cast<double>(a[i]) * a[i];
    bb += static_cast<double>(b[i]) * b[i];
  }
  const double norm = std::sqrt(aa * bb);
  return norm > 0 && std::isfinite(norm) ? dot / norm : 0;
}

}  // namespace cotejo::judgement
