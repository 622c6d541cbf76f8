// What a contract's pages show beside the lines that are compared: turned words, and remarks. Pure.
#pragma once
#include <boost/json/value.hpp>
#include <vector>

#include "comparison.hpp"

namespace cotejo::contract_document {

// Each is for a person to read: signing services print their marks so, and so does whoever
// writes `cancelled` along the margin. `pdf_text`: what the `pdf` analyzer tells.
std::vector<Difference> written_beside(const boost::json::value& pdf_text);

}  // namespace cotejo::contract_document
