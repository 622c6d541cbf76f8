// A street and its numbers: `PROL AV JUAREZ NO 120 B INT 4`, `MZ 4 LT 12`.
#pragma once

#include "address_words.hpp"

namespace cotejo::mx {

// Puts street, exterior and interior number into `out`. There is at least one token.
void read_street(Tokens tokens, Address& out);

}  // namespace cotejo::mx
