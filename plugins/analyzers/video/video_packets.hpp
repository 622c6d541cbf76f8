// The compressed pictures of a video file in memory, without decoding one. No file, socket or thread is opened;
// containers and codecs that phones and browsers do not record are refused.
#pragma once
#include <containers/container.hpp>
#include <variant>
#include <vector>

namespace video_analyzer {

struct Limits {
  double max_seconds = 60;
  int max_resolution = 4096;  // pixels of the longer side
  int max_frame_rate = 240;   // with max_seconds, bounds the number of pictures
};

enum class VideoError { unreadable, truncated, too_long, too_many_pixels, out_of_memory, cancelled };

struct Packet {
  containers::Packet data;
  double time = 0;  // seconds since the first picture that is shown
  bool key = false;
};

struct Packets {
  std::unique_ptr<AVCodecParameters, containers::FreeParameters> codec;
  std::vector<Packet> packets;  // in decoding order, starting with a key picture
  double duration = 0;          // seconds, measured from the pictures and not taken from the container's word
  double frame_rate = 0;        // pictures a second
  int quarter_turns = 0;        // clockwise, 0..3, that make the pictures upright
};

using containers::Stop;

std::variant<Packets, VideoError> read_packets(std::span<const std::uint8_t> file, const Limits& limits,
                                               const Stop& stop);

}  // namespace video_analyzer
