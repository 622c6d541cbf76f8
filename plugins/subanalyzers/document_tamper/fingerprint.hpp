// Whether two pieces of evidence are one picture or one file.
#pragma once
#include <cstdint>
#include <opencv2/core.hpp>
#include <span>
#include <string>

namespace cotejo::tamper {

// Of the bytes: the same for the same file, and not secret. Hexadecimal.
std::string content_mark(std::span<const std::uint8_t> file);

// Of what is to be seen: 255 bits in hexadecimal, of which few differ when a picture was saved again or made smaller.
// `grey` is upright, 8 bits.
std::string likeness_mark(const cv::Mat& grey);

}  // namespace cotejo::tamper
