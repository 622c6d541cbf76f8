// A sheet of paper in a photo. Pure functions.
#pragma once
#include <array>
#include <opencv2/core.hpp>
#include <optional>

namespace cotejo::document_page {

// Top left, top right, bottom right, bottom left, in pixels.
using Corners = std::array<cv::Point2f, 4>;

// The outline of the largest light quadrilateral that has only print on it. None when there is no clear outline, as
// when the sheet fills the photo.
std::optional<Corners> find_page(const cv::Mat& photo);

// The part of a sheet with the most print, whichever way the sheet is turned: many bills are empty in the middle.
cv::Rect most_print(const cv::Mat& grey);

}  // namespace cotejo::document_page
