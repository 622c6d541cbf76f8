// Kinds of pictures in which a zone is met, from flatbed scans to small pictures of web pages.
#pragma once
#include <functional>
#include <opencv2/core.hpp>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "camera.hpp"
#include "zones.hpp"

namespace cotejo::mrz::testing {

// `look_alikes`: fixed-pitch fonts that the network was not trained on.
struct Fonts {
  std::vector<training::Font> ocr_b, look_alikes;
};
// Of Debian's packages; empty where they are not installed.
const Fonts& installed_fonts();

struct Condition {
  std::string_view name;
  void (*choose)(Print&, Camera&, std::mt19937&);
};
std::span<const Condition> conditions();

struct Sample {
  Kind kind;
  std::vector<std::string> zone;
  cv::Mat picture;
  std::vector<cv::Point2f> corners;  // of the zone, in the picture
};

Sample sample(const Condition& condition, unsigned seed);

}  // namespace cotejo::mrz::testing
