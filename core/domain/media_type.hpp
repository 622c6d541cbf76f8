// What evidence claims to be, and which class of analyzers takes it.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace cotejo::domain {

// image | video | audio | pdf | json, or empty for a media type that no evidence may have. Parameters (`; charset=…`)
// do not count.
std::string_view media_class(std::string_view media_type);

// All classes.
inline constexpr std::array<std::string_view, 5> media_classes{"image", "video", "audio", "pdf", "json"};

// The usual files of a class as people know them by name: `JPG, PNG, WebP`. Empty for an unknown class.
std::string_view usual_files(std::string_view media_class);

// The media type that the first bytes show, or application/octet-stream. For files of a person at a terminal; over HTTP
// the sender declares it, and the analyzer holds it against the bytes.
std::string_view sniff_media_type(std::span<const std::uint8_t> bytes);

}  // namespace cotejo::domain
