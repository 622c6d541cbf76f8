// Writes a changed PDF to memory, to be read again by the next reader: not encrypted, and its streams as they were.
#pragma once
#include <qpdf/QPDF.hh>
#include <string>

namespace pdf_analyzer {

std::string written(QPDF& pdf);

}  // namespace pdf_analyzer
