// Decodes Base64 (RFC 4648, section 4) that arrives in pieces of any size.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

namespace cotejo::http {

class Base64Decoder {
 public:
  // Appends the bytes that are complete. False at the first invalid character; white space is invalid too.
  bool decode(std::string_view piece, std::vector<std::uint8_t>& out);
  // Ends the text; false when it was cut off. Padding may be missing, but unused bits of the last character must be
  // zero.
  bool finish(std::vector<std::uint8_t>& out);

 private:
  std::uint32_t bits_ = 0;
  int held_ = 0;     // characters in bits_
  int padding_ = 0;  // `=` seen
};

}  // namespace cotejo::http
