// Decodes the chosen pictures of a video, upright and small, and as few of the others as the codec allows.
#pragma once
#include <opencv2/core.hpp>

#include "video_packets.hpp"

namespace video_analyzer {

struct Frame {
  cv::Mat pixels;   // BGR8, upright, inside memory from Allocate
  double time = 0;  // seconds
};

// Memory for the pixels, zero-filled; nullptr when there is none.
using Allocate = std::function<void*(std::uint64_t bytes)>;

// Pictures that are damaged are left out; `unreadable` when none is left.
std::variant<std::vector<Frame>, VideoError> decode_frames(const Packets& video, const std::vector<size_t>& chosen,
                                                           int max_side, const Limits& limits, const Allocate& allocate,
                                                           const Stop& stop);

}  // namespace video_analyzer
