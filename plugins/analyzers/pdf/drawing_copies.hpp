// Copies of a PDF for comparing what is drawn. Nothing but themselves is needed to draw them: a font that is not in the
// file has boxes for letters.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace pdf_analyzer {

struct DrawingCopies {
  std::string whole, without_letters;
};

// Nothing for a file that can be read and not be written. Throws std::bad_alloc.
std::optional<DrawingCopies> drawing_copies(std::string_view file);

}  // namespace pdf_analyzer
