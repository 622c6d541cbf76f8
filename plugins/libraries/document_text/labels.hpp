// Finds values by their labels, beside or below them, in statements, bills and contracts.
#pragma once
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "money.hpp"
#include "spanish_date.hpp"

namespace cotejo::document_text {

// A value, its place, and the probability that its letters were read right.
template <class T>
struct Read {
  T value{};
  std::size_t page = 0;
  Box box;
  double probability = 1;
};

// The rows of a document that are not part of a table.
struct Surroundings {
  const std::vector<Row>& rows;
  const std::vector<bool>& in_table;  // by row
};

// Calls `see(index of the row, place)` for each place where the phrase is a label, until `see` returns true. The phrase
// is no label when it is part of a longer one, as `Retiros` in `Comisiones por retiros`.
bool each_place(const Surroundings& around, std::string_view phrase,
                const std::function<bool(std::size_t, const Found&)>& see);
// Where a value below a label may be: under the label's words, or with its centre nearer to the label than to the words
// beside it, as with figures that are aligned to the right below a centred heading.
struct Below {
  Box label;
  double left = 0, right = 0;
  bool has(const Box& value) const;
};
// Calls `see(row, place)` for the rows directly below a label, until `see` returns true.
bool each_below(const Surroundings& around, std::size_t at, const Found& found,
                const std::function<bool(const Row&, const Below&)>& see);

// A group of words in the line directly below `box`, with the same left or right edge or beginning at `left`: the
// continuation of a value or label that was broken into two lines.
struct Group {
  std::size_t row = npos, first = 0, last = 0;  // words [first, last)
  explicit operator bool() const { return row != npos; }
};
Group line_below(const std::vector<Row>& rows, std::size_t at, const Box& box, double left);

// Whether the word may stand between a label and its value: it has no letters, or is one such as `del periodo`.
bool bridges(const Word& word);
bool overlaps(const Box& a, const Box& b);  // one above the other

// In the following, the first phrase that has a value counts.
std::optional<Read<std::int64_t>> labelled_amount(const Surroundings& around, std::span<const std::string> phrases,
                                                  Cents cents = Cents::required);
// Every place where one of the phrases has an amount, each amount once, in the order of the phrases.
std::vector<Read<Money>> labelled_amounts(const Surroundings& around, std::span<const std::string> phrases,
                                          Cents cents = Cents::required);
// A count printed beside a label, before its amount: `Depósitos / Abonos (+) 12 45,600.00`.
std::optional<Read<std::int64_t>> labelled_count(const Surroundings& around, std::span<const std::string> phrases);
// A number such as an account: `fits` decides which sequences of digits (and `*`) are one; blanks and hyphens are
// removed.
std::optional<Read<std::string>> labelled_digits(const Surroundings& around, std::span<const std::string> phrases,
                                                 const std::function<bool(const std::string&)>& fits);
std::optional<Read<Period>> labelled_period(const Surroundings& around, std::span<const std::string> phrases);
// A day with its year.
std::optional<Read<Day>> labelled_date(const Surroundings& around, std::span<const std::string> phrases);
// The first two dates of a row that make a period, wherever they stand.
std::optional<Read<Period>> any_period(const Surroundings& around);
// The period that the document names, however often; none when it names several different ones.
std::optional<Read<Period>> only_period(const Surroundings& around);

// The digits of adjacent words, without the blanks between them.
struct Digits {
  std::string text;
  std::size_t first = 0, last = 0;  // words [first, last)
};
std::vector<Digits> digits_in(const Row& row, std::size_t from);

// A whole number from 1 to 999; none for anything else.
std::optional<int> small_number(std::string_view text);

}  // namespace cotejo::document_text
