// Decodes the probabilities of the characters in each cell into the lines of a zone, using the alphabet of each
// position, the structure of names, the country codes that exist, and the check digits.
//
// What may change a reading, and what it costs:
//  - A character that its position does not allow is replaced by the similar one that it does allow (O by 0 …).
//  - Where check digits fail, characters are replaced only where the cells were undecided, where the replacement makes
//  the
//    digits right, and where no other change explains the failure nearly as well. About one wrong reading in ten passes
//    a check digit; therefore few characters are changed, and their probability stays below that of a field that was
//    right from the start.
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
  int corrections = 0;                           // characters chosen by check digits
  int checks = 0, checks_right = 0;
  double inside = 0;  // mean share of the cells' probability that lies in the positions' alphabets: low when this is no
                      // zone
  double evidence = 0;  // log-likelihood of this format and placing, alphabets and check digits together; for comparing

  bool all_right() const { return checks_right == checks; }
  // That all characters of these places are right.
  double probability_of(const Span& span) const;
};

// `cells` has as many lines and characters as some format. Of the formats of that shape, the one that explains the
// cells best.
Decoded decode(const std::vector<std::vector<Cell>>& cells);

}  // namespace cotejo::mrz
