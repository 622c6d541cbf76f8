// From "how likely is each character in each cell" to lines of a zone: the alphabet of every position, then the check
// digits.
//
// What may change a reading, and what it costs:
//  - A character outside of its position's alphabet is replaced by its twin inside (O by 0 …): the position proves it.
//  - A failed check digit replaces one character, only where the cell itself had been undecided and no other undecided
//  cell would explain
//    the failure as well. About one wrong reading in ten passes a check digit, so the search is never wide, and the
//    probability stays below that of a field that was right at once.
#pragma once
#include <string>
#include <vector>

#include "line_reader.hpp"
#include "mrz/layout.hpp"

namespace cotejo::mrz {

struct Decoded {
  Format format = Format::td1;
  Issuer issuer = Issuer::icao;
  std::vector<std::string> lines;
  std::vector<std::vector<double>> probability;  // per character
  int corrections = 0;                           // characters chosen by a check digit
  int checks = 0, checks_right = 0;
  double inside =
      0;  // mean share of the cells' probability that lies in the positions' alphabets: low when this is no zone

  // That all characters of these places are right.
  double probability_of(const Span& span) const;
};

// `cells` has as many lines and characters as some format. The format is chosen by shape and first letters.
Decoded decode(const std::vector<std::vector<Cell>>& cells);

}  // namespace cotejo::mrz
