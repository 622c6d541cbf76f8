// A copy of a PDF whose turned pages are upright.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pdf_analyzer {

// `degrees`: by page, by how much it is turned clockwise. Nothing for a file that can be read and not be written.
// Throws std::bad_alloc.
std::optional<std::string> upright_copy(std::string_view file, const std::vector<int>& degrees);

}  // namespace pdf_analyzer
