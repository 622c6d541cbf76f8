// The glyphs of a TrueType font that nobody has checked.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace pdf_analyzer {

// A number of `length` bytes, at most four, with the highest first; 0 where the bytes end before it does.
std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t length);

// The description of a glyph. Empty for one without ink, one made of others, and what is no such font.
std::string_view true_type_glyph(std::string_view font, unsigned glyph);

}  // namespace pdf_analyzer
