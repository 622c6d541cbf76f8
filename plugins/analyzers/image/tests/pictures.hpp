// Pictures for tests, made in memory.
#pragma once
#include <cstdint>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

namespace image_analyzer::testing {

using File = std::vector<std::uint8_t>;

// A desk-grey page with lines of text: the top left quarter is red, so that turns and mirrors can be told apart.
inline cv::Mat text_page(int width, int height) {
  cv::Mat page(height, width, CV_8UC3, cv::Scalar(190, 190, 190));
  page(cv::Rect(0, 0, width / 2, height / 2)).setTo(cv::Scalar(60, 60, 200));
  const double scale = height / 700.0;
  for (int line = 1; line < 12; ++line) {
    cv::putText(page, "PERSONA FICTICIA 0123456789", {width / 20, height * line / 12}, cv::FONT_HERSHEY_SIMPLEX, scale,
                cv::Scalar(20, 20, 20), std::max(1, cvRound(scale * 2)), cv::LINE_AA);
  }
  return page;
}

inline File encode(const cv::Mat& image, const std::string& extension, std::vector<int> options = {}) {
  File file;
  cv::imencode(extension, image, file, options);
  return file;
}

// Inserts an EXIF segment with this orientation after the start of a JPEG.
inline File with_orientation(const File& jpeg, int orientation) {
  File segment{0xFF, 0xE1, 0, 34, 'E', 'x',  'i',  'f', 0, 0, 'M', 'M', 0, 42, 0,
               0,    0,    8, 0,  1,   0x01, 0x12, 0,   3, 0, 0,   0,   1, 0,  static_cast<std::uint8_t>(orientation),
               0,    0,    0, 0,  0,   0};
  File result = jpeg;
  result.insert(result.begin() + 2, segment.begin(), segment.end());
  return result;
}

}  // namespace image_analyzer::testing
