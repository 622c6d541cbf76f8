// Files, byte by byte: what no encoder would write.
#pragma once
#include <array>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace cotejo::hostile {

inline std::string big(std::uint64_t value, int bytes) {
  std::string text;
  for (int i = bytes - 1; i >= 0; --i) text += static_cast<char>(value >> (8 * i) & 0xff);
  return text;
}
inline std::string little(std::uint64_t value, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i) & 0xff);
  return text;
}
inline std::string repeated(std::string_view what, std::size_t times) {
  std::string text;
  text.reserve(what.size() * times);
  for (std::size_t i = 0; i < times; ++i) text += what;
  return text;
}

// `text` with the bytes at `at` replaced.
inline std::string patched(std::string text, std::size_t at, std::string_view bytes) {
  if (at + bytes.size() > text.size()) throw std::out_of_range("a patch outside the file");
  return text.replace(at, bytes.size(), bytes);
}
inline std::size_t place_of(std::string_view text, std::string_view what) {
  const auto at = text.find(what);
  if (at == text.npos) throw std::out_of_range("the file has no " + std::string(what));
  return at;
}

inline std::uint32_t crc32(std::string_view text) {
  std::uint32_t crc = 0xffffffff;
  for (const unsigned char c : text) {
    crc ^= c;
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0u);
  }
  return ~crc;
}

// A zlib stream of `count` zero bytes, about 160 times smaller: one literal, then copies of what was just written.
inline std::string deflated_zeros(std::uint64_t count) {
  std::string out("\x78\x01", 2);
  std::uint64_t bits = 0;
  int held = 0;
  const auto write = [&](std::uint32_t value, int length) {  // least significant bit first
    bits |= std::uint64_t{value} << held;
    for (held += length; held >= 8; held -= 8, bits >>= 8) out += static_cast<char>(bits & 0xff);
  };
  const auto write_code = [&](std::uint32_t code, int length) {  // Huffman codes start with their highest bit
    for (int i = length - 1; i >= 0; --i) write(code >> i & 1, 1);
  };
  write(1, 1);  // the last block, of fixed codes
  write(1, 2);
  std::uint64_t left = count;
  if (left > 0) {
    write_code(0x30, 8);  // literal 0
    --left;
  }
  constexpr std::uint64_t kLongest = 258;
  for (; left >= kLongest; left -= kLongest) {
    write_code(0xc5, 8);  // length 258
    write_code(0, 5);     // distance 1
  }
  for (; left > 0; --left) write_code(0x30, 8);
  write_code(0, 7);  // end of block
  if (held > 0) out += static_cast<char>(bits & 0xff);
  return out + big(count % 65521 << 16 | 1, 4);  // Adler-32
}

// ---- PNG

inline const std::string kPng("\x89PNG\r\n\x1a\n", 8);

inline std::string png_chunk(const std::string& type, const std::string& body) {
  return big(body.size(), 4) + type + body + big(crc32(type + body), 4);
}
// Eight bits of grey a pixel.
inline std::string png_header(std::uint32_t width, std::uint32_t height) {
  return kPng + png_chunk("IHDR", big(width, 4) + big(height, 4) + std::string("\x08\0\0\0\0", 5));
}
inline std::string black_png(std::uint32_t width, std::uint32_t height, std::uint64_t data_of_rows) {
  return png_header(width, height) + png_chunk("IDAT", deflated_zeros(data_of_rows * (std::uint64_t{width} + 1))) +
         png_chunk("IEND", "");
}

// ---- JPEG

inline std::string jpeg_segment(std::uint8_t marker, const std::string& body) {
  return std::string("\xff") + static_cast<char>(marker) + big(body.size() + 2, 2) + body;
}

// ---- MP4

inline std::string box(const std::string& type, const std::string& body) {
  return big(body.size() + 8, 4) + type + body;
}

}  // namespace cotejo::hostile
