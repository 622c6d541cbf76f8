// Media types of evidence, and the class of analyzer that takes each of them.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace cotejo::domain {

// The class of a media type: image, video, audio, pdf or json; empty when evidence may not have this media type.
// Parameters (`; charset=…`) are ignored.
std::string_view media_class(std::string_view media_type);

// All classes.
inline constexpr std::array<std::string_view, 5> media_classes{"image", "video", "audio", "pdf", "json"};

// The file formats of a class, for messages to people: `JPG, PNG, WebP`. Empty for an unknown class.
std::string_view usual_files(std::string_view media_class);

// Guesses the media type from the first bytes of a file; application/octet-stream when they show none. For files that a
// person names on the command line. Over HTTP the sender declares the type, and the analyzer compares it with the
// bytes.
std::string_view sniff_media_type(std::span<const std::uint8_t> bytes);

}  // namespace cotejo::domain
