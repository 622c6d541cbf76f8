// C++17 alone, as pdf_structure.cpp.
#include "upright_copy.hpp"

#include <algorithm>
#include <new>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <stdexcept>

#include "written.hpp"

namespace pdf_analyzer {

std::optional<std::string> upright_copy(std::string_view file, const std::vector<int>& degrees) {
  try {
    QPDF pdf;
    pdf.setSuppressWarnings(true);
    pdf.processMemoryFile("evidence", file.data(), file.size());
    const auto pages = pdf.getAllPages();  // handles, not pages
    for (std::size_t i = 0; i < std::min(pages.size(), degrees.size()); ++i)
      if (degrees[i] != 0) QPDFPageObjectHelper(pages[i]).rotatePage(degrees[i], true);
    return written(pdf);
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace pdf_analyzer
