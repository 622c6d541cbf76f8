// Words of header fields.
#pragma once
#include <string_view>

namespace cotejo::http {

// Whether they are one word of the protocol: ASCII letters of either case are the same. Beast's iequals (1.81) reads
// one character past the end of words that differ in case.
[[nodiscard]] bool same_word(std::string_view a, std::string_view b);

// Without the blanks and tabs around it.
[[nodiscard]] std::string_view trim(std::string_view text);

}  // namespace cotejo::http
