// The words of a contract's pages in reading order, and apart from them what every page repeats at its top and bottom.
#pragma once
#include <string>
#include <vector>

#include "words.hpp"

namespace cotejo::contract_document {

struct MarginLine {
  std::string text;
  document_text::Box box;
  std::size_t words = 0;
};

struct PageText {
  std::vector<FoundWord> words;
  int number = 0, total = 0;       // as printed; 0: not printed
  std::vector<MarginLine> margin;  // what stands around the text and says something; of lines alike the first alone
};

// `furniture`: comparable words of the lines above and below the text, kAnyNumber for a number. `from_pictures` says of
// each page whether its words were read from its picture.
std::vector<PageText> read_pages(const std::vector<document_text::Page>& pages, const std::vector<bool>& from_pictures,
                                 const std::vector<std::vector<std::string>>& furniture);

}  // namespace cotejo::contract_document
