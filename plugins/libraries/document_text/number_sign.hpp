// Recognises `#` on a page by its shape. The line network reads it as `4`, `11` or `1$`, which would change a house
// number. Pure.
#pragma once
#include <opencv2/core.hpp>
#include <vector>

namespace cotejo::document_text {

// Those of `pieces` (connected strokes of one line, in pixels of `grey`) that consist of two strokes crossing two
// others.
std::vector<cv::Rect> number_signs(const cv::Mat& grey, const std::vector<cv::Rect>& pieces, int letter_height);

// Whether a piece that was read as `4` has exactly one foot, as a 4 has; `#` has two. False also when the print is too
// small or smeared to tell.
bool has_one_foot(const cv::Mat& grey, const cv::Rect& piece, int letter_height);

}  // namespace cotejo::document_text
