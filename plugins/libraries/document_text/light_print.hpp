// White letters on dark bands, as headers of tables have them: line finders look for dark ink.
#pragma once
#include <opencv2/core.hpp>

namespace cotejo::document_text {

// The page with dark bands turned over, so that all its print is dark; the page itself where there are none.
cv::Mat dark_print(const cv::Mat& grey);

}  // namespace cotejo::document_text
