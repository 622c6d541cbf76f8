// An address of which each part has a label of its own: `Colonia | CENTRO | Código postal | 44100`, or a row of labels
// with the values below it.
#pragma once
#include "address_block.hpp"
#include "bill_cells.hpp"

namespace cotejo::address_proof {

// None unless there is a street, and a postal code that fits what is said of municipality and state.
std::optional<AddressBlock> address_of_grid(const BillCells& cells, const Layout& layout);

}  // namespace cotejo::address_proof
