// The pages that the `pdf` analyzer tells, `pdf.text`, as words.
#pragma once
#include <boost/json/value.hpp>
#include <optional>
#include <vector>

#include "document.hpp"

namespace cotejo::document_text {

// In points. Nothing when the value has another form than plugins/analyzers/pdf/README.md describes.
std::optional<std::vector<Page>> pages_of(const boost::json::value& pdf_text);

}  // namespace cotejo::document_text
