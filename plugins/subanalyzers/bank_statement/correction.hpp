// Figures that were misread in a picture, put right by the sums that they are part of. A value is taken from the sums
// only where the picture may show it as well: a figure that somebody changed is read with certainty, and stays what it
// is. Pure.
#pragma once
#include <vector>

#include "statement_reader.hpp"

namespace cotejo::bank_statement {

// `rows`: those that the statement was read from. Sets `corrected` of the values that it puts right.
void correct(Statement& statement, const std::vector<document_text::Row>& rows);

}  // namespace cotejo::bank_statement
