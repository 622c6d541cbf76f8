// Well-formed UTF-8: no overlong forms, no surrogates, at most U+10FFFF.
#pragma once
#include <cstddef>
#include <string_view>

namespace cotejo::domain {

// The number of bytes of the first character of `text`, which must not be empty; 0 when it is not well-formed.
std::size_t utf8_sequence(std::string_view text);

bool valid_utf8(std::string_view text);

// The longest beginning of `text` that has at most `most` bytes and does not cut a character in two.
std::string_view utf8_prefix(std::string_view text, std::size_t most);

}  // namespace cotejo::domain
