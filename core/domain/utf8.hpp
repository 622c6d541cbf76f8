// Whether bytes are well-formed UTF-8: no overlong forms, no surrogates, at most U+10FFFF.
#pragma once
#include <string_view>

namespace cotejo::domain {
bool valid_utf8(std::string_view text);
}
