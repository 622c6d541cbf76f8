// Corrects figures that were misread in a picture, by the sums that they are part of. A value from the sums is used
// only where the picture may also show it: a figure that somebody altered is read with certainty and is not changed.
// Pure.
#pragma once
#include <vector>

#include "statement_reader.hpp"

namespace cotejo::bank_statement {

// `rows`: the rows from which the statement was read. Sets `corrected` for the values that it changes.
void correct(Statement& statement, const std::vector<document_text::Row>& rows);

}  // namespace cotejo::bank_statement
