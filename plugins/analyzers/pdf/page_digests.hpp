// What each page of a PDF is made of, as digests, so that two states of one file can be compared.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "pdf_structure.hpp"

namespace pdf_analyzer {

struct PageDigests {
  bool readable = false;
  std::vector<std::uint64_t> contents;     // content streams and resources
  std::vector<std::uint64_t> annotations;  // and the fields among them
  std::size_t signatures = 0;
};

// Of at most `pages` pages and `bytes` bytes of streams; a state beyond them is not readable.
PageDigests page_digests(std::string_view file, std::int64_t pages, double bytes, const Stop& stop);

// Which pages are others than before; a page more or less is another one.
Appended difference(const PageDigests& before, const PageDigests& after);

}  // namespace pdf_analyzer
