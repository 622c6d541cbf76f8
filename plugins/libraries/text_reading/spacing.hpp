// Where the blanks of printed text are. Networks guess them from the words that they know and from what they see at one
// place; the room between letters depends on the type. So both are asked, and the room is compared with what it is
// between the letters of this line and between the words of this block. Free functions; safe from any thread.
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
