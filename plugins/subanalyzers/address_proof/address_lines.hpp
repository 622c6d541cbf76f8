// The lines of an address, around the cell that has its postal code.
#pragma once
#include "bill_cells.hpp"

namespace cotejo::address_proof {

class AddressLines {
 public:
  explicit AddressLines(const BillCells& cells) : cells_(cells) {}

  // Lines above and below that stand close, from top to bottom; `at` becomes the index of the first one's line.
  // `labelled`: a label stands above them.
  std::vector<Line> lines_around(const Cell& cell, std::size_t& at, bool& labelled) const;

 private:
  // Where the lines of an address begin: their left edge, and that of the values where labels stand before them.
  struct Edge {
    document_text::Box box;
    std::optional<double> values;
  };

  void move(Edge& edge, const Line& line) const;
  // A value that goes on in a line of its own: `Sor Juana Inés de la` over `Cruz`.
  bool begins_at_value(const Line& line, const Edge& edge) const;
  // The neighbour of the edge in a row: with the same left edge, or beside it and told to be of an address; and what
  // stands beside a label of these.
  Line neighbours(std::size_t index, const Edge& edge) const;
  bool far(double room, const Edge& edge) const;
  void above(std::vector<Line>& lines, bool& labelled) const;
  void below(std::vector<Line>& lines) const;
  // A value that goes on stands in the line of its label.
  void join_values(std::vector<Line>& lines, std::size_t& at) const;
  // Both lines of a label before its value.
  void join_labels(std::vector<Line>& lines, std::size_t& at) const;
  // The issuer's own lines often stand just above the customer's, and their tax numbers just below.
  bool is_another_address(const Line& line) const;

  const BillCells& cells_;
};

}  // namespace cotejo::address_proof
