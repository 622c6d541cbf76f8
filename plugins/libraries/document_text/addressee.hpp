// Whom a document is addressed to.
#pragma once
#include "labels.hpp"

namespace cotejo::document_text {

// Beside one of the labels, or else the name above the postal address on the first page. Nothing when neither is there:
// a line of capitals alone is not believed to be a name. `brands` are no names.
std::optional<Read<std::string>> find_addressee(const Surroundings& around, std::span<const std::string> labels,
                                                std::span<const std::string> brands, double page_height);

}  // namespace cotejo::document_text
