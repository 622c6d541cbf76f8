#include "domain/utf8.hpp"

#include <unicode/utf8.h>

#include <cstdint>

namespace cotejo::domain {

bool valid_utf8(std::string_view text) {
  const auto* data = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto size = static_cast<std::int64_t>(text.size());
  for (std::int64_t i = 0; i < size;) {
    UChar32 c;
    U8_NEXT(data, i, size, c);
    if (c < 0) return false;
  }
  return true;
}

}  // namespace cotejo::domain
