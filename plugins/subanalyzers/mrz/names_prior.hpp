// How names stand in a zone: SURNAMES<<GIVEN<NAMES<<<<, letters only, fillers to the end. Weighs what was seen by that,
// so that a filler among fillers is not read as K because of a scratch.
#pragma once
#include <span>

#include "line_reader.hpp"

namespace cotejo::mrz {

// `parted`: surnames and given names in one field, apart by two fillers; otherwise one of them alone.
void weigh_names(std::span<Cell> cells, bool parted);

}  // namespace cotejo::mrz
