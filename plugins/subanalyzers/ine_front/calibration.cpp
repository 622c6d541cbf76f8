#include "calibration.hpp"

#include <algorithm>
#include <cmath>

namespace cotejo::ine_front {

double calibrated(Key, const Features& f) {
  double p = std::sqrt(std::max(0.0, f.first * f.second));
  if (!f.agreed) p = std::min(p, 0.6);
  if (f.contradicted > 0) p *= 0.6;
  return std::clamp(0.995 * p, 0.0, 0.995);
}

}  // namespace cotejo::ine_front
