// Text inside HTML, SVG and XML.
#pragma once
#include <string>
#include <string_view>

namespace cotejo::domain {
// Escapes `text` for use as content or inside a quoted attribute: it can end neither.
std::string escaped(std::string_view text);
}  // namespace cotejo::domain
