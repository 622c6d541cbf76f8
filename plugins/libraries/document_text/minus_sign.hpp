// Finds a minus sign beside an amount by its shape. The line finder and the line network miss one in three of these
// small strokes, and a withdrawal without its sign would count as a deposit. Pure.
#pragma once
#include <opencv2/core.hpp>

namespace cotejo::document_text {

enum class Side { left, right };

// Whether a stroke such as `-` stands beside `letters` (a word's ink, in pixels of `grey`), close to it, with more room
// on its other side.
bool minus_beside(const cv::Mat& grey, const cv::Rect& letters, Side side);

}  // namespace cotejo::document_text
