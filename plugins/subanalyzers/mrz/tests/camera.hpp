// Takes a picture of a page as phones, scanners and web sites do. Deterministic by seed.
#pragma once
#include <opencv2/core.hpp>
#include <random>

#include "pages.hpp"

namespace cotejo::mrz::testing {

struct Camera {
  double zone_width = 1000;  // pixels that the zone's lines take in the picture
  double blur = 0.3;         // 0 sharp .. 1 hardly readable
  double noise = 0.3;        // 0 .. 1
  double perspective = 0;    // 0 .. 1
  double curve = 0;          // bending of the page, in capital heights at the zone's middle
  double tilt = 0;           // degrees, beside the quarter turns
  int quarter_turns = 0;
  double desk = 0.15;       // surroundings on each side, as a part of the page; 0: none
  bool white_desk = false;  // a scanner's lid
  double shade = 0.3;       // unevenness of the light, 0 .. 1
  bool glare = false;
  int jpeg = 85;
  bool grey = false, binary = false;
  bool halftone = false;     // printed in a magazine: dots
  bool shrunk_late = false;  // small because a sharp picture was shrunk, rather than taken from afar
};

// `zone`, when given, gets the four corners of the zone in the picture.
cv::Mat take_picture(const Page& page, const Camera& camera, std::mt19937& random,
                     std::vector<cv::Point2f>* zone = nullptr);

}  // namespace cotejo::mrz::testing
