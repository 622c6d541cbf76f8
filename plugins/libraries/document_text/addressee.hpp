// Finds the name of the person that a document is addressed to.
#pragma once
#include "labels.hpp"

namespace cotejo::document_text {

// The end of the cell that begins at word `first`: words of a row that stand close together form a cell.
std::size_t end_of_cell(const Row& row, std::size_t first);
// Whether words [first, last) look like a person's name: two to eight words, mostly in capitals, none of which occurs
// in names of banks or in addresses.
bool is_name(const Row& row, std::size_t first, std::size_t last);

// The name beside one of the labels, or else the name above the postal address, on one page. None when neither is
// there: a line of capitals alone is not taken as a name. `brands` are never names.
std::optional<Read<std::string>> find_addressee(const Surroundings& around, std::span<const std::string> labels,
                                                std::span<const std::string> brands, double page_height,
                                                std::size_t page = 0);

}  // namespace cotejo::document_text
