// Fingerprints that tell whether two pieces of evidence are the same file or the same picture.
#pragma once
#include <cstdint>
#include <opencv2/core.hpp>
#include <span>
#include <string>

namespace cotejo::tamper {

// A fingerprint of the bytes, in hexadecimal: equal for equal files. Not keyed, so anybody can compute it.
std::string content_mark(std::span<const std::uint8_t> file);

// A fingerprint of what the picture shows: 255 bits in hexadecimal, of which few change when it is saved again or
// reduced. `grey` is upright, 8 bits.
std::string likeness_mark(const cv::Mat& grey);

}  // namespace cotejo::tamper
