// Reads the table of movements: finds its columns and reads its rows.
#pragma once
#include <document_text/money.hpp>
#include <document_text/spanish_date.hpp>
#include <optional>
#include <string>
#include <vector>

#include "layout.hpp"

namespace cotejo::bank_statement {

using document_text::Money;
using document_text::PartialDate;

struct Column {
  std::string_view role;  // of namespace column
  double left = 0, right = 0;
};

// The row or rows that name the columns.
struct Header {
  std::size_t first = 0, last = 0;  // rows [first, last)
  std::vector<Column> columns;      // from left to right
  const Column* find(std::string_view role) const;
  std::size_t roles() const;
  bool names_money() const;  // signed amounts, or debits and credits
  // Whether it names either signed amounts or debits and credits, but not both: two columns `MONTO DEL` whose names
  // continue in the next line would look like a third form.
  bool one_form() const;
};

// The header that begins at row `at`: a date, and either an amount or debits and credits; nothing otherwise. Labels of
// two or three lines, one above the other, are taken together.
std::optional<Header> header_at(const std::vector<document_text::Row>& rows, std::size_t at, const Layout& layout);

// The same for a picture in which the name of a column is unreadable: the contents below decide which column it is,
// where only one is possible. Used when no header was found by its names.
std::optional<Header> header_by_contents(const std::vector<document_text::Row>& rows, std::size_t at,
                                         const Layout& layout);

struct Movement {
  PartialDate date;
  std::string description;
  std::size_t first_line = 0;  // bytes of the description: its first line that has a word, and what stands before it
  std::optional<std::int64_t> cents;    // positive: to the account; nothing when it could not be read
  std::optional<std::int64_t> balance;  // printed beside it
  std::size_t page = 0;
  document_text::Box box;
  document_text::Box amount_box, balance_box;  // of their figures
  double probability = 1;                      // that amount and date were read right, as far as letters go
};

// What stands below one header, up to the next.
struct TableSection {
  std::size_t first_row = 0, last_row = 0;  // [header, end) among the document's rows
  std::size_t first_movement = 0, last_movement = 0;
  std::optional<Money> opening;  // of a row such as SALDO ANTERIOR before its movements
};

struct Table {
  std::vector<Movement> movements;
  std::vector<TableSection> sections;
  std::vector<bool> rows_of_table;  // for each row of the document: belongs to a table of movements
  bool found = false;
};

Table read_table(const std::vector<document_text::Row>& rows, const Layout& layout);

}  // namespace cotejo::bank_statement
