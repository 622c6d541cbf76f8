// Converts the trait `pdf.text` of the `pdf` analyzer into pages of words.
#pragma once
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <vector>

#include "document.hpp"

namespace cotejo::document_text {

// The pages as the analyzer wrote them. Null when the value has none.
const boost::json::array* written_pages(const boost::json::value& pdf_text);

// The pages, in points. None when the value does not have the form that plugins/analyzers/pdf/README.md describes.
std::optional<std::vector<Page>> pages_of(const boost::json::value& pdf_text);

}  // namespace cotejo::document_text
