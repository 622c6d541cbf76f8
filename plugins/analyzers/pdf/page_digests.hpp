// Computes digests of each page of a PDF, so that two states of one file can be compared.
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

// The digests of a state of the file. A state with more than `pages` pages or `bytes` bytes of streams is reported as
// not readable.
PageDigests page_digests(std::string_view file, std::int64_t pages, double bytes, const Stop& stop);

// The pages that differ between two states; an added or removed page counts as different.
Appended difference(const PageDigests& before, const PageDigests& after);

}  // namespace pdf_analyzer
