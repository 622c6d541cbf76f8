// Issuing states and nationalities: three letters without a check digit, but few of the 17,576 possible ones exist.
#pragma once
#include <span>

#include "line_reader.hpp"

namespace cotejo::mrz {

// Weights three cells by the codes that exist. Other codes stay possible, since specimens use invented states.
void weigh_country(std::span<Cell> cells);

}  // namespace cotejo::mrz
