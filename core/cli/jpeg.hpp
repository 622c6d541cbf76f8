// Encodes decoded pixels as JPEG, for people to see.
#pragma once
#include <cstdint>
#include <string>

#include "domain/value.hpp"

namespace cotejo::cli {

struct PixelRectangle {
  std::uint32_t x = 0, y = 0, width = 0, height = 0;  // pixels; must lie inside the image
};

// The rectangle as a JPEG file, reduced by a whole factor so that neither side is longer than `longest` pixels. Empty
// when the rectangle is empty or cannot be encoded.
std::string jpeg(const domain::Image& image, const PixelRectangle& rectangle, std::uint32_t longest);

}  // namespace cotejo::cli
