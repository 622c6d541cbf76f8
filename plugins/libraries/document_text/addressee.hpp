// Whom a document is addressed to.
#pragma once
#include "labels.hpp"

namespace cotejo::document_text {

// Words of a row that stand close together: from `first` up to the one returned.
std::size_t end_of_cell(const Row& row, std::size_t first);
// Two to eight words, mostly in capitals, none of which belongs to banks or addresses.
bool is_name(const Row& row, std::size_t first, std::size_t last);

// Beside one of the labels, or else the name above the postal address on the first page. Nothing when neither is there:
// a line of capitals alone is not believed to be a name. `brands` are no names.
std::optional<Read<std::string>> find_addressee(const Surroundings& around, std::span<const std::string> labels,
                                                std::span<const std::string> brands, double page_height);

}  // namespace cotejo::document_text
