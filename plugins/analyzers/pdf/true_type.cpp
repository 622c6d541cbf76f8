#include "true_type.hpp"

#include <algorithm>

namespace pdf_analyzer {
namespace {

std::string_view table_of(std::string_view font, std::string_view tag) {
  constexpr std::size_t kMostTables = 64;
  const auto tables = std::min<std::size_t>(number_at(font, 4, 2), kMostTables);
  for (std::size_t i = 0; i < tables; ++i) {
    const std::size_t entry = 12 + 16 * i;
    if (entry + 16 > font.size()) return {};
    if (font.substr(entry, 4) != tag) continue;
    const std::size_t start = number_at(font, entry + 8, 4), length = number_at(font, entry + 12, 4);
    return start < font.size() ? font.substr(start, length) : std::string_view{};
  }
  return {};
}

}  // namespace

std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t length) {
  if (at > bytes.size() || length > bytes.size() - at) return 0;
  std::uint32_t value = 0;
  for (const char c : bytes.substr(at, length)) value = value << 8U | static_cast<unsigned char>(c);
  return value;
}

std::string_view true_type_glyph(std::string_view font, unsigned glyph) {
  const auto places = table_of(font, "loca"), glyphs = table_of(font, "glyf");
  const bool long_places = number_at(table_of(font, "head"), 50, 2) != 0;
  const auto place = [&](std::size_t index) -> std::size_t {
    return long_places ? number_at(places, 4 * index, 4) : 2 * std::size_t{number_at(places, 2 * index, 2)};
  };
  const auto start = place(glyph), end = place(std::size_t{glyph} + 1);
  if (start >= end || end > glyphs.size()) return {};
  const auto found = glyphs.substr(start, end - start);
  constexpr std::uint32_t kNegative = 0x8000;  // contours: it is made of other glyphs
  return number_at(found, 0, 2) >= kNegative ? std::string_view{} : found;
}

}  // namespace pdf_analyzer
