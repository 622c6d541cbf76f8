// Light letters on dark bands, as in headers of tables. Line finders look for dark ink and miss them.
#pragma once
#include <opencv2/core.hpp>

namespace cotejo::document_text {

// The page with its dark bands inverted, so that all print is dark; the page itself when it has no such bands.
cv::Mat dark_print(const cv::Mat& grey);

}  // namespace cotejo::document_text
