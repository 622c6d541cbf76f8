// Which words of a text a person sees. Each page is drawn as it is and without its letters: a word that changes nothing
// is white on white, covered, clipped, transparent or in a layer that is off, however it was done.
#pragma once
#include <string_view>
#include <variant>
#include <vector>

#include "pdf_pages.hpp"

namespace pdf_analyzer {

struct UnseenWord {
  std::size_t page = 0;
  Word word;
  bool inked = false;  // too small to be read, and yet on the paper
};

// Takes the words that nobody sees out of `read` and returns them, page by page. Of the others it tells which are
// crossed. Pages in `unread` are left alone. A file that cannot be drawn so has no word that is known to be seen.
std::variant<std::vector<UnseenWord>, PdfError> take_out_unseen(DocumentText& read, std::string_view file,
                                                                const std::vector<bool>& unread, const Stop& stop);

}  // namespace pdf_analyzer
