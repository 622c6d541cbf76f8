// What a statement says outside of its table of movements: labels and the values beside or below them.
#pragma once
#include <document_text/document.hpp>
#include <optional>
#include <string>
#include <vector>

#include "layout.hpp"
#include "money.hpp"
#include "spanish_date.hpp"

namespace cotejo::bank_statement {

// A value, where it stands, and how surely its letters were read.
template <class T>
struct Read {
  T value{};
  std::size_t page = 0;
  document_text::Box box;
  double probability = 1;
};

// The rows of a document that are not part of a table of movements.
struct Surroundings {
  const std::vector<document_text::Row>& rows;
  const std::vector<bool>& in_table;  // by row
};

std::optional<Read<std::int64_t>> labelled_amount(const Surroundings& around, std::span<const std::string> phrases);
// A count printed beside a label, before its amount: `Depósitos / Abonos (+) 12 45,600.00`.
std::optional<Read<std::int64_t>> labelled_count(const Surroundings& around, std::span<const std::string> phrases);
std::optional<Read<Period>> find_period(const Surroundings& around, const Layout& layout);
// 18 digits. A labelled one as it is, right or wrong; without a label, the only one on the document whose check digit
// and institution are right.
std::optional<Read<std::string>> find_clabe(const Surroundings& around, const Layout& layout);
std::optional<Read<std::string>> find_account(const Surroundings& around, const Layout& layout);

struct PageNumbers {
  std::vector<int> numbers;  // of each page of the file; 0: none printed
  int total = 0;             // 0: not printed
};
PageNumbers find_page_numbers(const Surroundings& around, const Layout& layout, std::size_t pages);

// The bank that the statement names as its own; null when none or when two are named equally often.
const Layout* identify(const Surroundings& around, std::span<const Layout> banks, Kind kind);

}  // namespace cotejo::bank_statement
