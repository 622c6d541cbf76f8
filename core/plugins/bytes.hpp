// Converts between bytes of the ABI and the host's views, without copying.
#pragma once
#include <cotejo/abi.h>

#include <string_view>

namespace cotejo::plugins {

[[nodiscard]] inline std::string_view view(cotejo_bytes b) {
  return b.data ? std::string_view{static_cast<const char*>(b.data), static_cast<std::size_t>(b.size)}
                : std::string_view{};
}

[[nodiscard]] inline cotejo_bytes bytes(std::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace cotejo::plugins
