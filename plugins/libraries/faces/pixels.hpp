// Converts pictures into the input of networks.
#pragma once
#include <opencv2/core.hpp>
#include <span>

namespace faces {

enum class ChannelOrder { as_it_is, rgb };  // rgb: of a BGR picture

// Writes (value - mean) * scale for each value, the channels of a pixel next to each other. `picture` has 8 bits for
// each channel and must have as many values as `input`, else cv::Exception is thrown.
void fill_input(const cv::Mat& picture, ChannelOrder order, float mean, float scale, std::span<float> input);

}  // namespace faces
