// Reads a statement outside its table of movements: labels, and the values beside or below them.
#pragma once
#include <document_text/labels.hpp>
#include <optional>
#include <string>
#include <vector>

#include "layout.hpp"

namespace cotejo::bank_statement {

using document_text::Day;
using document_text::Period;
using document_text::Read;
using document_text::Surroundings;

std::optional<Read<Period>> find_period(const Surroundings& around, const Layout& layout);
// The CLABE, 18 digits. One with a label is returned even if it is wrong; without a label, the only one in the document
// with a right check digit and an existing institution.
std::optional<Read<std::string>> find_clabe(const Surroundings& around, const Layout& layout);
std::optional<Read<std::string>> find_account(const Surroundings& around, const Layout& layout);

// The RFC of a natural person beside or below its label on this page; a bank's own has a letter less. None where two
// different ones are printed.
std::optional<Read<std::string>> find_rfc(const Surroundings& around, std::size_t page);

// In which currency the account is kept, by its title, its table's or a label: `MXN`, `USD`, `EUR`, `UDI`. None where
// nothing says it, or two things do. Rows of the table tell of single movements.
std::optional<Read<std::string>> find_currency(const Surroundings& around);

struct PageNumbers {
  std::vector<int> numbers;  // of each page of the file; 0: none printed
  int total = 0;             // 0: not printed
};
PageNumbers find_page_numbers(const Surroundings& around, const Layout& layout, std::size_t pages);

// The bank that the statement names as its own; null when none or when two are named equally often.
const Layout* identify(const Surroundings& around, std::span<const Layout> banks, Kind kind);

}  // namespace cotejo::bank_statement
