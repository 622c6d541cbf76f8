// Well-formed UTF-8: no overlong forms, no surrogates, at most U+10FFFF.
#pragma once
#include <cstddef>
#include <string_view>

namespace cotejo::domain {

// Bytes of the character at the start of `text`, which is not empty; 0 when it is not well-formed.
std::size_t utf8_sequence(std::string_view text);

bool valid_utf8(std::string_view text);

// The start of `text`, of at most so many bytes, that cuts no character.
std::string_view utf8_prefix(std::string_view text, std::size_t most);

}  // namespace cotejo::domain
