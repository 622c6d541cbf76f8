// Decodes a JPEG whose header was accepted, with the same library as cv::imdecode but without its extra pass over all
// pixels to swap red and blue.
#pragma once
#include <opencv2/core.hpp>
#include <span>

namespace image_analyzer {

enum class JpegResult {
  decoded,
  unreadable,  // or of another size
  four_inks    // CMYK, which is left to OpenCV
};

// Into `pixels` (BGR8, rows without gaps), whose size is that of the file divided by `denominator` (1, 2, 4, 8) and
// rounded up.
JpegResult decode_jpeg(std::span<const std::uint8_t> file, int denominator, cv::Mat& pixels);

}  // namespace image_analyzer
