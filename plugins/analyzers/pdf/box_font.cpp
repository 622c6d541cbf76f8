#include "box_font.hpp"

#include <cstdint>
#include <utility>
#include <vector>

namespace pdf_analyzer {
namespace {

// In thousandths of the font's size: as wide as a narrow letter, as high as a capital.
constexpr int kLeft = 50, kRight = 500, kTop = 700, kAdvance = 600;
constexpr int kGlyphs = 2;  // letters without a meaning are boxes, too

class Table {
 public:
  Table& two(int value) {
    bytes_ += static_cast<char>(static_cast<std::uint16_t>(value) >> 8U);
    bytes_ += static_cast<char>(static_cast<std::uint16_t>(value) & 0xffU);
    return *this;
  }
  Table& four(std::uint32_t value) {
    return two(static_cast<int>(value >> 16U)).two(static_cast<int>(value & 0xffffU));
  }
  Table& zeros(std::size_t count) {
    bytes_.append(count, '\0');
    return *this;
  }
  Table& put(const std::string& bytes) {
    bytes_ += bytes;
    return *this;
  }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

constexpr std::uint32_t kOne = 0x00010000;  // version 1.0

std::string glyph() {
  Table box;
  box.two(1).two(kLeft).two(0).two(kRight).two(kTop);             // one outline, and where it is
  box.two(3).two(0).put(std::string(4, '\1'));                    // its last point, no program, points on the curve
  box.two(kLeft).two(kRight - kLeft).two(0).two(kLeft - kRight);  // x, each from the one before
  return box.two(0).two(0).two(kTop).two(0).bytes();              // y
}

std::string head() {
  Table table;
  table.four(kOne).four(kOne).four(0).four(0x5F0F3CF5).two(0).two(1000).zeros(16);
  return table.two(kLeft).two(0).two(kRight).two(kTop).two(0).two(6).two(2).two(0).two(0).bytes();
}

std::string horizontal_head() {
  Table table;
  table.four(kOne).two(800).two(-200).two(0).two(kAdvance).two(kLeft).two(kAdvance - kRight).two(kRight).two(1);
  return table.zeros(14).two(kGlyphs).bytes();
}

std::string characters() {
  Table table;
  table.two(0).two(1).two(1).two(0).four(12);  // one table, of Macintosh Roman
  return table.two(0).two(262).two(0).put(std::string(256, '\1')).bytes();
}

}  // namespace

std::string box_font() {
  const std::string box = glyph();
  Table offsets, widths, most;
  for (int i = 0; i <= kGlyphs; ++i) offsets.two(i * static_cast<int>(box.size()) / 2);
  for (int i = 0; i < kGlyphs; ++i) widths.two(kAdvance).two(kLeft);
  most.four(kOne).two(kGlyphs).two(4).two(1).two(0).two(0).two(1).zeros(16);
  const std::vector<std::pair<std::string, std::string>> tables{
      // in the order of their names
      {"cmap", characters()},   {"glyf", box + box},       {"head", head()},      {"hhea", horizontal_head()},
      {"hmtx", widths.bytes()}, {"loca", offsets.bytes()}, {"maxp", most.bytes()}};
  Table file, bodies;
  file.four(kOne).two(static_cast<int>(tables.size())).two(64).two(2).two(static_cast<int>(tables.size()) * 16 - 64);
  for (const auto& [name, body] : tables) {
    const auto at = 12 + 16 * tables.size() + bodies.bytes().size();
    file.put(name).four(0).four(static_cast<std::uint32_t>(at)).four(static_cast<std::uint32_t>(body.size()));
    bodies.put(body).zeros((4 - body.size() % 4) % 4);
  }
  return file.put(bodies.bytes()).bytes();
}

}  // namespace pdf_analyzer
