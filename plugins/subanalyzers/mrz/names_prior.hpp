// The structure of names in a zone: SURNAMES<<GIVEN<NAMES<<<<, only letters, then fillers to the end. Weights the cells
// by it, so that a filler among fillers is not read as K because of a scratch.
#pragma once
#include <span>

#include "line_reader.hpp"

namespace cotejo::mrz {

// `parted`: surnames and given names in one field, apart by two fillers; otherwise one of them alone.
void weigh_names(std::span<Cell> cells, bool parted);

}  // namespace cotejo::mrz
