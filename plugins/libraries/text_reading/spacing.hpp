// Finds the blanks in printed text. A network guesses them from words that it knows and from one place of the line,
// while the width of a blank depends on the typeface. Therefore the network's guess is combined with the widths of the
// gaps, compared with those between letters of the same line and between words of the same block. Free functions; safe
// from any thread.
#pragma once
#include <string>
#include <vector>

#include "panel.hpp"

namespace cotejo::text_reading {

// A line whose letters are settled. `letters` are without blanks, in steps of the first reading; `alphabet` is the one
// under which they were read, and may be missing where the line has no second reading.
struct LetteredLine {
  TwiceRead line;
  const PanelAlphabet* alphabet = nullptr;
  std::vector<DecodedLetter> letters;
};

struct Spaced {
  std::string text;
  double certainty = 1;        // 0.5..1: of the least certain gap, whether it is a blank or not
  std::vector<double> blanks;  // of each gap between two letters: the probability that it is a blank
};

// `block`: lines of one type and about one size; what is a blank in one of them tells how wide the others' are. Lines
// of other sizes do no harm.
std::vector<Spaced> space_out(const std::vector<LetteredLine>& block);

}  // namespace cotejo::text_reading
