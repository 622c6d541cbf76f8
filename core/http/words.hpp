// Comparing and trimming words of header fields.
#pragma once
#include <string_view>

namespace cotejo::http {

// Whether two words are equal, ignoring the case of ASCII letters. Used instead of Beast's iequals (1.81), which reads
// one character past the end of words that differ in case.
[[nodiscard]] bool same_word(std::string_view a, std::string_view b);

// `text` without leading and trailing blanks and tabs.
[[nodiscard]] std::string_view trim(std::string_view text);

}  // namespace cotejo::http
