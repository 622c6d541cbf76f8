// Values by their labels: beside a label, or below it. What statements, bills and contracts have in common.
#pragma once
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "money.hpp"
#include "spanish_date.hpp"

namespace cotejo::document_text {

// A value, where it stands, and how surely its letters were read.
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

// Calls `see(index of the row, place)` for each place where a phrase stands as a label, until it returns true.
// `Retiros` in `Comisiones por retiros` is another label.
bool each_place(const Surroundings& around, std::string_view phrase,
                const std::function<bool(std::size_t, const Found&)>& see);
// Where a value below a label may stand: under its words, or with its middle under the room up to the half-way to the
// words beside it, as figures stand that are aligned to the right under a name in the middle.
struct Below {
  Box label;
  double left = 0, right = 0;
  bool has(const Box& value) const;
};
// Calls `see(row, place)` for the rows just below a label, until it returns true.
bool each_below(const Surroundings& around, std::size_t at, const Found& found,
                const std::function<bool(const Row&, const Below&)>& see);

// The words that stand together in the line right below `box`, with the same left or right edge or from `left` on:
// where a value or a label that was broken goes on.
struct Group {
  std::size_t row = npos, first = 0, last = 0;  // words [first, last)
  explicit operator bool() const { return row != npos; }
};
Group line_below(const std::vector<Row>& rows, std::size_t at, const Box& box, double left);

// Without letters, or a word that may stand between a label and its value: `del periodo`.
bool bridges(const Word& word);
bool overlaps(const Box& a, const Box& b);  // one above the other

// Of the phrases, the first that has a value counts.
std::optional<Read<std::int64_t>> labelled_amount(const Surroundings& around, std::span<const std::string> phrases,
                                                  Cents cents = Cents::required);
// Every place where one of the phrases has an amount, each amount once, in the order of the phrases.
std::vector<Read<Money>> labelled_amounts(const Surroundings& around, std::span<const std::string> phrases,
                                          Cents cents = Cents::required);
// A count printed beside a label, before its amount: `Depósitos / Abonos (+) 12 45,600.00`.
std::optional<Read<std::int64_t>> labelled_count(const Surroundings& around, std::span<const std::string> phrases);
// `fits` says which runs of digits (and `*`) are such a number; blanks and hyphens are dropped.
std::optional<Read<std::string>> labelled_digits(const Surroundings& around, std::span<const std::string> phrases,
                                                 const std::function<bool(const std::string&)>& fits);
std::optional<Read<Period>> labelled_period(const Surroundings& around, std::span<const std::string> phrases);
// A day with its year.
std::optional<Read<Day>> labelled_date(const Surroundings& around, std::span<const std::string> phrases);
// The first two dates of a row that make a period, wherever they stand.
std::optional<Read<Period>> any_period(const Surroundings& around);
// The one period that the document names, however often; nothing where there are several.
std::optional<Read<Period>> only_period(const Surroundings& around);

// A run of words that are digits, blanks between them ignored.
struct Digits {
  std::string text;
  std::size_t first = 0, last = 0;  // words [first, last)
};
std::vector<Digits> digits_in(const Row& row, std::size_t from);

// 1..999.
std::optional<int> small_number(std::string_view text);

}  // namespace cotejo::document_text
