// Whose statement it is.
#pragma once
#include "summary.hpp"

namespace cotejo::bank_statement {

// Beside a label, or else the name above the postal address on the first page. Nothing when neither is there: a line of
// capitals alone is not believed to be a name.
std::optional<Read<std::string>> find_holder(const Surroundings& around, const Layout& layout, double page_height);

}  // namespace cotejo::bank_statement
