// Where the blocks of an earlier JPEG do not lie on the file's own grid: what was cut out of another JPEG, or moved.
#pragma once
#include "jpeg_luma.hpp"

namespace cotejo::tamper {

// CV_32F, a value for each block of the file: how much more the steps between pixels stand out on another grid than by
// chance, in deviations, over the neighbourhood. Nothing when `stop` said so.
std::optional<cv::Mat> foreign_grid(const cv::Mat& pixels, const Stop& stop);

}  // namespace cotejo::tamper
