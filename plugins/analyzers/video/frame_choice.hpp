// Which pictures of a video to decode: evenly over its time, moved a little where that saves decoding.
#pragma once
#include <vector>

#include "video_packets.hpp"

namespace video_analyzer {

// Indices of packets in decoding order, at most `count`, in the order of their times. A wanted time may move by 40 % of
// the distance between two: to a key picture, or else towards the start of its group, since a picture costs all those
// that it depends on.
std::vector<size_t> choose_frames(const std::vector<Packet>& packets, double duration, int count);

}  // namespace video_analyzer
