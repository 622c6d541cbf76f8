// The words of a contract's pages in reading order, without what every page repeats at its top and bottom.
#pragma once
#include <string>
#include <vector>

#include "words.hpp"

namespace cotejo::contract_document {

struct PageText {
  std::vector<FoundWord> words;
  int number = 0, total = 0;  // as printed; 0: not printed
};

// `furniture`: comparable words of the lines above and below the text, kAnyNumber for a number. `from_pictures` says of
// each page whether its words were read from its picture.
std::vector<PageText> read_pages(const std::vector<document_text::Page>& pages, const std::vector<bool>& from_pictures,
                                 const std::vector<std::vector<std::string>>& furniture);

}  // namespace cotejo::contract_document
