// From pictures to what networks take.
#pragma once
#include <opencv2/core.hpp>
#include <span>

namespace faces {

enum class ChannelOrder { as_it_is, rgb };  // rgb: of a BGR picture

// (value - mean) * scale, channels side by side. `picture` (8 bits a channel) has as many values as `input`; throws
// cv::Exception when it has not.
void fill_input(const cv::Mat& picture, ChannelOrder order, float mean, float scale, std::span<float> input);

}  // namespace faces
