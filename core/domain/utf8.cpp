#include "domain/utf8.hpp"

#include <unicode/utf8.h>

#include <cstdint>

namespace cotejo::domain {

std::size_t utf8_sequence(std::string_view text) {
  const auto* data = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto size = static_cast<std::int64_t>(text.size());
  std::int64_t end = 0;
  UChar32 c;
  U8_NEXT(data, end, size, c);
  return c < 0 ? 0 : static_cast<std::size_t>(end);
}

bool valid_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8_sequence(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::string_view utf8_prefix(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  const auto* data = reinterpret_cast<const std::uint8_t*>(text.data());
  auto end = static_cast<std::int64_t>(most);
  U8_TRUNCATE_IF_INCOMPLETE(data, 0, end);
  return text.substr(0, static_cast<std::size_t>(end));
}

}  // namespace cotejo::domain
