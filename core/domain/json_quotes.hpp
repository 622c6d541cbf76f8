// What a text looks like between the quotes of JSON: control characters, quotes and backslashes are escaped, UTF-8 is
// kept, bytes that are not UTF-8 become U+FFFD.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace cotejo::domain {

// Length of a start of `text` that is ASCII and needs no escaping; all of it when none does.
std::size_t plain_json_start(std::string_view text);

std::string escaped_json(std::string_view text);

}  // namespace cotejo::domain
