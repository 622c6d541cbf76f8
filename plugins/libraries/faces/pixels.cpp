#include "pixels.hpp"

#include <opencv2/core/utility.hpp>

namespace faces {

void fill_input(const cv::Mat& picture, ChannelOrder order, float mean, float scale, std::span<float> input) {
  CV_Assert(picture.depth() == CV_8U && picture.total() * picture.elemSize() == input.size());
  CV_Assert(order == ChannelOrder::as_it_is || picture.channels() == 3);
  float* to = input.data();
  const int width = picture.cols * picture.channels();
  for (int y = 0; y < picture.rows; ++y, to += width) {
    const std::uint8_t* from = picture.ptr(y);
    if (order == ChannelOrder::as_it_is) {
      for (int x = 0; x < width; ++x) to[x] = (static_cast<float>(from[x]) - mean) * scale;
      continue;
    }
    for (int x = 0; x < width; x += 3)
      for (int c = 0; c < 3; ++c) to[x + c] = (static_cast<float>(from[x + 2 - c]) - mean) * scale;
  }
}

}  // namespace faces
