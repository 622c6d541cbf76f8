// The structure of names in a zone: SURNAMES<<GIVEN<NAMES<<<<, only letters, then fillers to the end. Weights the cells
// by it, so that a filler among fillers is not read as K because of a scratch.
#pragma once
#include <span>

#include "line_reader.hpp"

namespace cotejo::mrz {

// `parted`: surnames and given names in one field, apart by two fillers; otherwise one of them alone. `latin`: Latin
// names; otherwise digits and any Q may stand for letters.
void weigh_names(std::span<Cell> cells, bool parted, bool latin);

}  // namespace cotejo::mrz
