// `#` on a page, by its shape: the line network reads it as `4`, `11` or `1$`, and the number of a house is another
// then. Pure.
#pragma once
#include <opencv2/core.hpp>
#include <vector>

namespace cotejo::document_text {

// Those of `pieces` (connected strokes of one line, in pixels of `grey`) that are two strokes across two others.
std::vector<cv::Rect> number_signs(const cv::Mat& grey, const std::vector<cv::Rect>& pieces, int letter_height);

// Whether a piece that was read as `4` has the one foot of that figure: `#` has two, and of small or smeared print
// nothing can be told.
bool has_one_foot(const cv::Mat& grey, const cv::Rect& piece, int letter_height);

}  // namespace cotejo::document_text
