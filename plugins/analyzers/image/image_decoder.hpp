// Decodes a picture whose header was accepted, turns it upright and reduces it to the size that is asked for.
#pragma once
#include <functional>
#include <opencv2/core.hpp>
#include <span>
#include <string>

#include "image_header.hpp"

namespace image_analyzer {

struct DecodeLimits {
  double max_pixels = 50e6;  // of the file; above it nothing is decoded
  int max_side = 2400;       // pixels of the decoded picture's longer side; larger ones are shrunk
};

// Memory for the decoded pixels, zero-filled; nullptr when there is none.
using Allocate = std::function<void*(std::uint64_t bytes)>;

struct Decoded {
  cv::Mat pixels;                       // BGR8, upright, inside memory from Allocate
  std::uint32_t width = 0, height = 0;  // of the file, upright
};

enum class DecodeError { too_many_pixels, unreadable, out_of_memory };

std::variant<Decoded, DecodeError> decode(std::span<const std::uint8_t> file, const Header& header,
                                          const DecodeLimits& limits, const Allocate& allocate);

}  // namespace image_analyzer
