// Words of a contract's text with a stroke through them: drawn, or set as a row of dashes. Pure.
#pragma once
#include <boost/json/value.hpp>
#include <vector>

#include "comparison.hpp"

namespace cotejo::contract_document {

// One difference for each page on which a few words in a row, or more of them apart, are crossed out. `places`: there
// one signs, and a pen may run through what is printed. `pdf_text`: what the `pdf` analyzer tells.
std::vector<Difference> crossed_out(const boost::json::value& pdf_text, const std::vector<SignaturePlace>& places);

}  // namespace cotejo::contract_document
