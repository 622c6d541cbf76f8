// A font of which each letter is a box: stands in for fonts that a file names and does not hold.
#pragma once
#include <string>

namespace pdf_analyzer {

// A TrueType file with all codes of one byte.
std::string box_font();

}  // namespace pdf_analyzer
