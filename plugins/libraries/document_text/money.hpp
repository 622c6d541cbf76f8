// Amounts of money as Mexican statements print them: `1,234.56`, `$ 1,234.56`, `-$1,234.56`, `1,234.56-`, `(1,234.56)`.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "document.hpp"

namespace cotejo::document_text {

struct Money {
  std::int64_t cents = 0;           // never negative
  int sign = 0;                     // as printed: +1, -1, or 0 without one
  std::size_t first = 0, last = 0;  // words [first, last) of the row
  Box box;                          // of the digits
  double probability = 1;
  bool whole_pesos = false;  // printed without cents
  std::int64_t value() const { return sign < 0 ? -cents : cents; }
};

// Which numbers are amounts: only those with two decimals, or also whole pesos with a currency sign (`$ 245`), as on
// bills.
enum class Cents { required, or_whole_pesos };

// An amount in one word; none unless it has two decimals and, if it has groups, groups of three digits.
struct Figure {
  std::int64_t cents = 0;
  int sign = 0;
};
std::optional<Figure> parse_figure(std::string_view word);
// The same without decimals: `$1,245`.
std::optional<Figure> parse_whole_pesos(std::string_view word);

// All amounts of a row. A sign or currency sign that is a word of its own belongs to the amount that follows it.
std::vector<Money> money_in(const Row& row, Cents cents = Cents::required);

}  // namespace cotejo::document_text
