// Reads format, size and orientation of a JPEG, PNG or WebP file without decoding it, so that a file that is too large
// to decode, was cut off or is not what it says is refused before a decoder sees it. Bounded, no allocation, never
// reads past the bytes.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <variant>

namespace image_analyzer {

enum class Format { jpeg, png, webp };

struct Header {
  Format format;
  std::uint32_t width, height;  // pixels as stored
  int orientation = 1;          // EXIF 1..8; 1 when there is none or it makes no sense
  bool transparent = false;     // pixels may be transparent
};

enum class HeaderError {
  not_an_image,  // none of the three formats
  malformed,  // the format's own rules are broken, or a variant that is not read (animation, more scans than kMaxScans,
              // a transparent grey)
  truncated,  // ends before the picture does
};

// A progressive JPEG has about ten scans; each costs a pass over the whole picture, so their number is bounded.
inline constexpr int kMaxScans = 64;

std::variant<Header, HeaderError> read_header(std::span<const std::uint8_t> file);

std::string_view media_type(Format format);

// True when `declared` (a Content-Type without parameters) names `format`, or claims nothing: empty,
// application/octet-stream, image/*.
bool agrees(std::string_view declared, Format format);

// The orientation in a block of EXIF data (a TIFF header and its first directory); 1 when there is none.
int exif_orientation(std::span<const std::uint8_t> tiff);

}  // namespace image_analyzer
