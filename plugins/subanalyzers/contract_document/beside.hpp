// What a contract's pages show beside the lines that are compared: turned words, and remarks. Pure.
#pragma once
#include <boost/json/value.hpp>
#include <vector>

#include "comparison.hpp"

namespace cotejo::contract_document {

inline constexpr double kTextUnit = 0.1;  // of a point: lengths in `pdf.text`

// Each is for a person to read: signing services print their marks so, and so does whoever
// writes `cancelled` along the margin. `pdf_text`: what the `pdf` analyzer tells.
std::vector<Difference> written_beside(const boost::json::value& pdf_text);

// Words that are on the paper, and too small to be read. `unseen`: what the `pdf` analyzer tells of them.
std::vector<Difference> too_small(const boost::json::value& unseen, const std::vector<document_text::Page>& pages);

}  // namespace cotejo::contract_document
