#include "file_marks.hpp"

#include <algorithm>

namespace cotejo::tamper {
namespace {

constexpr std::size_t kMostText = 64 * 1024;  // bytes of descriptions that are looked at

using Bytes = std::span<const std::uint8_t>;

std::size_t big(Bytes file, std::size_t at, std::size_t size) {
  std::size_t value = 0;
  for (std::size_t i = 0; i < size; ++i) value = value << 8 | (at + i < file.size() ? file[at + i] : 0U);
  return value;
}

void add(std::string& out, Bytes piece) {
  for (const std::uint8_t byte : piece.first(std::min(piece.size(), kMostText - std::min(kMostText, out.size()))))
    if ((byte >= 0x20 && byte < 0x7f) || byte >= 0xa0) out += static_cast<char>(byte);
  out += '\n';
}

// The segments before the picture: application data and comments.
void jpeg(Bytes file, std::string& out) {
  std::size_t at = 2;
  while (at + 4 <= file.size() && file[at] == 0xFF && out.size() < kMostText) {
    const std::uint8_t marker = file[at + 1];
    const std::size_t length = big(file, at + 2, 2);
    if (marker == 0xDA || length < 2 || at + 2 + length > file.size()) return;
    if ((marker >= 0xE1 && marker <= 0xEF) || marker == 0xFE) add(out, file.subspan(at + 4, length - 2));
    at += 2 + length;
  }
}

void png(Bytes file, std::string& out) {
  std::size_t at = 8;
  while (at + 12 <= file.size() && out.size() < kMostText) {
    const std::size_t length = big(file, at, 4), type = big(file, at + 4, 4);
    if (length > file.size() - at - 12) return;
    constexpr std::size_t kText = 0x74455874, kLong = 0x69545874;  // tEXt, iTXt
    if (type == kText || type == kLong) add(out, file.subspan(at + 8, length));
    at += 12 + length;
  }
}

}  // namespace

std::string program_named(Bytes file) {
  std::string out;
  if (file.size() > 4 && file[0] == 0xFF && file[1] == 0xD8) jpeg(file, out);
  if (file.size() > 16 && file[0] == 0x89 && file[1] == 'P') png(file, out);
  return out;
}

}  // namespace cotejo::tamper
