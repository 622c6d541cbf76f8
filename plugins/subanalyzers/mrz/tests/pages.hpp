// Draws pages with a machine-readable zone, and photographs them badly: for tests and measurements. Deterministic by
// seed. The people are invented.
#pragma once
#include <opencv2/core.hpp>
#include <random>
#include <string>
#include <vector>

#include "strip_renderer.hpp"

namespace cotejo::mrz::testing {

enum class Kind { td1, td2, td3, mrv_a, mrv_b, ine };

// A zone with right check digits.
std::vector<std::string> random_zone(Kind kind, std::mt19937& random);

struct PageOptions {
  double blur = 0.3;  // 0 sharp .. 1 hardly readable
  double noise = 0.3;
  double perspective = 0.3;
  bool turn = true;      // any rotation; otherwise upright
  bool desk = true;      // a desk around the page; otherwise a scan of the page
  int long_side = 1600;  // of the photo
  double share = 0.8;    // of the photo's width that the page takes
};

// A photo of a page with that zone.
cv::Mat photograph(const std::vector<std::string>& zone, const training::Font& font, const PageOptions& options,
                   std::mt19937& random);

}  // namespace cotejo::mrz::testing
