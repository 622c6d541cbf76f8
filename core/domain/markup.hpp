// Text inside HTML, SVG and XML.
#pragma once
#include <string>
#include <string_view>

namespace cotejo::domain {
// As content or inside a quoted attribute: nothing of it can end either.
std::string escaped(std::string_view text);
}  // namespace cotejo::domain
