// The letters that a PDF's fonts say they draw, without the text that a file may put in their place (/ActualText), and
// whether the fonts can be believed.
#pragma once
#include <string>
#include <string_view>

namespace pdf_analyzer {

struct OwnLetters {
  bool believable = true;  // false: which letters are drawn is not known without looking at the pages
  std::string copy;        // the file without text in place of letters; empty: there is none in it
};

// Text in place of letters stays where it says what a ligature consists of, and the font does not. Throws
// std::bad_alloc.
OwnLetters own_letters(std::string_view file);

}  // namespace pdf_analyzer
