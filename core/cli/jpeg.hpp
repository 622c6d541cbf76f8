// Pictures for people: JPEG of decoded pixels.
#pragma once
#include <cstdint>
#include <string>

#include "domain/value.hpp"

namespace cotejo::cli {

struct PixelRectangle {
  std::uint32_t x = 0, y = 0, width = 0, height = 0;  // inside of the image
};

// The rectangle as JPEG, made smaller by a whole factor until neither side is longer than `longest` pixels. Empty when
// there is nothing to show or it cannot be encoded.
std::string jpeg(const domain::Image& image, const PixelRectangle& rectangle, std::uint32_t longest);

}  // namespace cotejo::cli
