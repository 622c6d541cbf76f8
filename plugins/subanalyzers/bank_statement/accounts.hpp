// Separates the statements in a file that holds those of several accounts, or several of one account. Their rows and
// totals must not be mixed. Pure.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "summary.hpp"
#include "table.hpp"

namespace cotejo::bank_statement {

// The statement of one account.
struct Part {
  std::size_t first_row = 0, last_row = 0;          // rows [first, last) of the document
  std::size_t first_section = 0, last_section = 0;  // of the table
  std::optional<Read<std::string>> clabe;           // printed nearest above its movements, with a right check digit
  std::size_t first_page = 0, last_page = 0;        // pages [first, last) of the document
  std::optional<Day> ends;                          // its period, as labelled
};

// The parts from top to bottom; a single part that is the whole document when there is no sign of several.
// `pages`: as printed; a statement of several pages begins with another 1.
std::vector<Part> parts_of(const std::vector<document_text::Row>& rows, const Table& table, const Layout& layout,
                           const PageNumbers& pages);

// Which of several parts is the statement of the account `declared`. Without a declared CLABE, or when no part has it:
// the only account that has a CLABE (investments have none). Of several statements of one account, the newest. None
// when that does not decide.
std::optional<std::size_t> part_of_account(const std::vector<Part>& parts, const std::string& declared);

// The rows that are not to be searched for labels of `part`: tables, and other parts.
std::vector<bool> outside_of(const Part& part, const Table& table);

}  // namespace cotejo::bank_statement
