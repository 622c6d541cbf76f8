// Makes one word of the pieces in which a picture's lines give it. Boxes are in one unit of length, whichever.
#pragma once
#include <string_view>
#include <vector>

#include "document.hpp"

namespace cotejo::document_text {

inline constexpr std::string_view kFigureLetters = "0123456789.,$-+";

// `1,234` and `.56`, neighbours on one line, are one figure.
void join_figures(std::vector<Word>& words);

// Letters that hang low (p, g, q) are also found as lines of their own and read a second time, with what stands between
// them. Two words cannot stand in one place: what longer ones cover is a part of them, …
void drop_second_readings(std::vector<Word>& words);

// … and what overlaps with the same letters is one word.
void join_overlapping(std::vector<Word>& words);

// Letters that hang low also part a word in two lines (`Q UERETARO`), which no network has seen together: what stands
// as close as letters do is one word, and where it is a little more, nobody knows.
void join_parted(std::vector<Word>& words);

}  // namespace cotejo::document_text
