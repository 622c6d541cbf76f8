// Finds the name of the program that wrote a picture's file.
#pragma once
#include <cstdint>
#include <span>
#include <string>

namespace cotejo::tamper {

// Readable pieces of the file's own description (EXIF, XMP, comments, PNG texts), without the picture itself; bounded.
std::string program_named(std::span<const std::uint8_t> file);

}  // namespace cotejo::tamper
