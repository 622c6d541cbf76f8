// Words that identifiers must not begin with.
#pragma once

#include <algorithm>
#include <span>
#include <string_view>

namespace cotejo::mx {

inline constexpr std::string_view kCurpForbidden[] = {
#define WORD(text) text,
#include "curp_forbidden_words.inc"
#undef WORD
};

inline constexpr std::string_view kRfcForbidden[] = {
#define WORD(text) text,
#include "rfc_forbidden_words.inc"
#undef WORD
};

static_assert(std::ranges::is_sorted(kCurpForbidden) && std::ranges::is_sorted(kRfcForbidden));

inline bool is_forbidden(std::span<const std::string_view> sorted, std::string_view word) {
  return std::ranges::binary_search(sorted, word);
}

}  // namespace cotejo::mx
