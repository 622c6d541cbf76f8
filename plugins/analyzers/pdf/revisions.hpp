// Finds the revisions of a PDF file: each incremental update appends to the file and keeps the old content.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pdf_analyzer {

// Where each revision ends: after the `%%EOF` of a `startxref N %%EOF`. Of a linearised file's two, the first belongs
// to the same revision. Empty for a file that nothing closes.
std::vector<std::size_t> revision_ends(std::string_view file);

// False when nothing in the last bytes closes the file: it was cut off.
bool is_closed(std::string_view file);

// `D:20260131120000-06'00'` -> `2026-01-31`; empty for anything that is no date of the calendar.
std::string iso_date(std::string_view pdf_date);

}  // namespace pdf_analyzer
