// Draws document pages with a machine-readable zone: paper, security print, portrait, other text, covers. For tests and
// measurements; `camera.hpp` takes their picture.
#pragma once
#include <opencv2/core.hpp>
#include <random>
#include <string>
#include <vector>

#include "strip_renderer.hpp"

namespace cotejo::mrz::testing {

// How a zone is printed. Defaults: as the standard asks.
struct Print {
  training::Font font;
  double height = 1;       // of the capitals, against the font's own proportions
  double width = 1;        // of a glyph within its pitch
  double spacing = 0;      // line distance over capital height; 0: what documents have
  int weight = 0;          // ink spread in pixels at 28 pixels a character; negative: worn
  double jitter = 0;       // characters off their place, in characters
  double ink = 30;         // grey level
  double guilloche = 0.3;  // contrast of the security print under the zone, 0..1
  bool overprint = false;  // large pale letters and rows of holes across everything, as on specimens
  bool alone = false;      // nothing but the zone's lines, cut out tightly
  bool open_book = false;  // a passport whose other page is seen
};

// The page, and where the zone stands on it: corners of the characters' outline, from its top left in reading order.
struct Page {
  cv::Mat picture;
  std::vector<cv::Point2f> zone;
};

Page draw_page(const std::vector<std::string>& zone, const Print& print, std::mt19937& random);

inline constexpr double kPagePitch = 28;  // pixels a character

}  // namespace cotejo::mrz::testing
