#include "letters.hpp"

#include <unicode/utf8.h>

namespace cotejo::mx {

std::u32string decode(std::string_view utf8) {
  std::u32string letters;
  letters.reserve(utf8.size());
  const auto* bytes = reinterpret_cast<const uint8_t*>(utf8.data());
  const auto size = static_cast<int32_t>(utf8.size());
  for (int32_t i = 0; i < size;) {
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(bytes, i, size, c);
    letters.push_back(static_cast<char32_t>(c));
  }
  return letters;
}

std::string encode(std::u32string_view letters) {
  std::string utf8;
  utf8.reserve(letters.size());
  for (char32_t c : letters) {
    uint8_t bytes[U8_MAX_LENGTH];
    int32_t length = 0;
    U8_APPEND_UNSAFE(bytes, length, static_cast<UChar32>(c));
    utf8.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length));
  }
  return utf8;
}

}  // namespace cotejo::mx
