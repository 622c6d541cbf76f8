#include "pdf_analyzer.hpp"

COTEJO_PLUGIN("pdf", "1.0.0", pdf_analyzer::PdfAnalyzer)
