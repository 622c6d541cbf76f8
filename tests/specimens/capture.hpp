// A card as a scanner or a phone sees it.
#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <vector>

#include "random.hpp"

namespace cotejo::specimens {

enum class Level { kClean, kPhone, kHard };
enum class Subject { kCard, kPaper };  // a card, or a sheet that fills most of a picture of more pixels

struct Faults {
  bool upside_down = false;
  bool cut_off = false;          // a corner outside the picture
  bool black_and_white = false;  // a photocopy
  bool screen = false;           // a photo of a display
};

struct Capture {
  cv::Mat pixels;  // upright: as a viewer shows it
  std::array<cv::Point2d, 4>
      quad;  // the card's corners in `pixels`: top left, top right, bottom right, bottom left of the card itself
  int jpeg_quality = 90;
  int orientation = 1;  // EXIF: 1, or 3, 6, 8 when the file keeps the picture turned
};

Capture capture(const cv::Mat& sheet, Level level, const Faults& faults, Random random,
                Subject subject = Subject::kCard);

// The JPEG file of a capture; the pixels are stored turned when the orientation says so.
std::vector<unsigned char> jpeg(const Capture& capture);

}  // namespace cotejo::specimens
