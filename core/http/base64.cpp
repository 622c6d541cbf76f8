#include "http/base64.hpp"

#include <array>

namespace cotejo::http {
namespace {

constexpr std::array<int, 256> make_values() {
  std::array<int, 256> values{};
  values.fill(-1);
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (std::size_t i = 0; i < alphabet.size(); ++i)
    values[static_cast<unsigned char>(alphabet[i])] = static_cast<int>(i);
  return values;
}
constexpr auto values = make_values();

}  // namespace

bool Base64Decoder::decode(std::string_view piece, std::vector<std::uint8_t>& out) {
  out.reserve(out.size() + piece.size() / 4 * 3 + 3);
  for (const char c : piece) {
    if (c == '=') {
      if (++padding_ + held_ > 4 || held_ < 2) return false;
      continue;
    }
    const int value = values[static_cast<unsigned char>(c)];
    if (value < 0 || padding_ > 0) return false;
    bits_ = bits_ << 6 | static_cast<std::uint32_t>(value);
    if (++held_ < 4) continue;
    out.push_back(static_cast<std::uint8_t>(bits_ >> 16));
    out.push_back(static_cast<std::uint8_t>(bits_ >> 8));
    out.push_back(static_cast<std::uint8_t>(bits_));
    bits_ = 0;
    held_ = 0;
  }
  return true;
}

bool Base64Decoder::finish(std::vector<std::uint8_t>& out) {
  if (padding_ > 0 && padding_ + held_ != 4) return false;
  switch (held_) {
    case 0:
      return true;
    case 2:
      if (bits_ & 0xF) return false;
      out.push_back(static_cast<std::uint8_t>(bits_ >> 4));
      return true;
    case 3:
      if (bits_ & 0x3) return false;
      out.push_back(static_cast<std::uint8_t>(bits_ >> 10));
      out.push_back(static_cast<std::uint8_t>(bits_ >> 2));
      return true;
    default:
      return false;
  }
}

}  // namespace cotejo::http
