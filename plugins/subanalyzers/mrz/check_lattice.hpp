// Considers all readings of a zone whose check digits are right, weighted by the probability of their characters, with
// dynamic programming over the remainders of a field's own sum and of the composite sum. Exact, however many cells are
// unclear.
#pragma once
#include <array>
#include <vector>

#include "line_reader.hpp"
#include "mrz/layout.hpp"

namespace cotejo::mrz {

struct Place {
  std::size_t line = 0, column = 0;
  bool operator==(const Place&) const = default;
};

class CheckLattice {
 public:
  using Cells = std::vector<std::vector<Cell>>;

  // `cells` is borrowed. `rules`: a format's, or some of them; the composite one, if any, comes last.
  CheckLattice(const Cells& cells, const std::vector<CheckRule>& rules);

  struct Choice {
    Place place;
    char character;
  };
  // The probability that all check digits are right, given these choices.
  double mass(const std::vector<Choice>& fixed = {}) const;
  // The most probable reading with which all check digits are right; empty when there is none.
  std::vector<Choice> best() const;

 private:
  struct Step {
    Place place;
    int own, composite;  // weights in the two sums; a digit counts against its sum
    bool closes;         // ends a field, whose own remainder must then be 0
  };
  std::array<float, 10> by_remainder(const Step& step, const std::vector<Choice>& fixed) const;

  const Cells& cells_;
  std::vector<Step> steps_;
};

}  // namespace cotejo::mrz
