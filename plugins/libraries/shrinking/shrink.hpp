// Makes pictures smaller by averaging the area that each new pixel covers: what cv::resize does with INTER_AREA, to
// within one level of rounding, at a third of its cost and less for factors that are not whole numbers. Thread-safe.
#pragma once
#include <opencv2/core.hpp>

namespace shrinking {

// `from`: 8 bits a channel, up to four channels. `size` is at most its size in both directions, and not empty; throws
// cv::Exception otherwise. `to` keeps its memory when it fits already.
void shrink(const cv::Mat& from, cv::Mat& to, cv::Size size);

// By this factor (up to 1) exactly: what lies at x in `from` lies at x * factor in `to`, whose size is rounded.
void shrink(const cv::Mat& from, cv::Mat& to, double factor);

}  // namespace shrinking
