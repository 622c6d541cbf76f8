// Splits a bill into cells (words of a row that stand close together) and classifies them for finding an address.
#pragma once
#include <algorithm>
#include <document_text/labels.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "layout.hpp"

namespace cotejo::address_proof {

struct Cell {
  std::size_t row = 0, first = 0, last = 0;  // words [first, last)
  document_text::Box box;
};
using Line = std::vector<Cell>;  // from left to right

// In letter heights.
inline constexpr double kCloseColumn = 0.75;   // room between two columns of which other rows show the edge
inline constexpr std::size_t kLinesAbove = 6;  // of an address, above its postal code

// `120-B` is read as `120-8` in pictures, and `INT B` as `INT 8`: beside figures the network expects figures.
bool may_end_in_letter(const document_text::Word& word);

// Valid as long as what it was made of.
class BillCells {
 public:
  BillCells(const document_text::Surroundings& around, const Layout& layout);

  const std::vector<document_text::Row>& rows() const { return around_.rows; }
  const document_text::Row& row(const Cell& cell) const { return around_.rows[cell.row]; }
  const std::vector<Line>& lines() const { return lines_; }  // of each row
  // The letter height to measure gaps with: that of single words in pictures is uncertain.
  double unit(const document_text::Box& box) const { return std::max(box.height, typical_height_); }

  bool has_postal_code(const Cell& cell) const;
  // Whether it has a postal code with its label, `C.P. 06500`: five digits alone may be a house number.
  bool has_labelled_code(const Cell& cell) const;
  // Amounts, and labels that are not of an address: `Fecha límite de pago: ...`.
  bool is_foreign(const Cell& cell) const;
  bool is_label(const Cell& cell) const;
  // `Delegación o` over `municipio:`, with the value beside the first line.
  const Cell* second_line(const Cell& cell) const;
  bool begins_with(const Cell& cell, std::string_view role) const;
  // `Dirección de suministro   Cedro 2824`: its first line.
  bool stands_beside_its_label(const Cell& cell) const;
  // `Dirección` by itself, above the address.
  bool is_lone_address_label(const Line& line) const;
  // Whether the cell says which part of an address it is, as `C.P. 06000`, `Colonia: Centro` and `INT 4` do.
  bool says_what_it_is(const Cell& cell) const;
  // Words of a label before the address itself: `Domicilio del servicio:`.
  std::size_t after_label(const Cell& cell, bool& labelled) const;
  std::optional<document_text::Read<std::string>> name_in(const Cell& cell) const;
  bool issuer_words(const std::vector<Line>& lines) const;
  // Whether it looks like the first line of an address and not like a name: it has a kind of street, a house number, or
  // the statement that there is none.
  bool is_street(const Line& line) const;

 private:
  // `RMU: 36000 26-05-12` has five digits of something else: what ends in a colon says what follows it.
  bool may_be_of_address(const document_text::Row& row, std::size_t word) const;
  // `C 5 DE MAYO 21` is a street, and so is `20 DE NOVIEMBRE 2020`: dates have another DE before their year.
  bool is_day(const Cell& cell) const;
  // Of an account or a telephone; no house has so many digits, and a postal code has five.
  bool is_number_alone(const Cell& cell) const;
  bool begins_with_phrase(const Cell& cell, std::string_view role) const;
  bool labels_something_else(const Cell& cell) const;
  const Cell* left_of(const Cell& cell) const;
  // `Número de cuenta   34 6633 4732`, in the columns in which the address stands.
  bool stands_beside_another_label(const Cell& cell) const;
  // Labels of another column stand beside an address as well: only where its own label is one of them, all are.
  bool in_column_of_address_label(const Cell& cell) const;
  // `Domicilio fiscal:` is printed before the issuer's address on some bills, before the customer's on others.
  bool is_domicile_label(const Cell& cell, std::size_t word) const;

  const document_text::Surroundings& around_;
  const Layout& layout_;
  std::vector<Line> lines_;
  double typical_height_ = 0;
};

}  // namespace cotejo::address_proof
