#include "video_packets.hpp"

#include <algorithm>
#include <cmath>

extern "C" {
#include <libavutil/display.h>
}

namespace video_analyzer {
namespace {

// MP4, MOV and 3GP; Matroska and WebM. What their pictures may be coded with.
constexpr const char* kContainers = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm";
constexpr const char* kCodecs = "h264,hevc,vp8,vp9,av1,libdav1d,mpeg4,mjpeg";
int quarter_turns(const AVStream& stream) {
  size_t size = 0;
  const auto* matrix = av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, &size);
  if (matrix == nullptr || size < 9 * sizeof(std::int32_t)) return 0;
  const double counter_clockwise = av_display_rotation_get(reinterpret_cast<const std::int32_t*>(matrix));
  if (!std::isfinite(counter_clockwise)) return 0;
  return (static_cast<int>(std::lround(-counter_clockwise / 90.0)) % 4 + 4) % 4;
}

// MPEG-4 says its size in the pictures only: looks into the first of them.
void probe_size(AVFormatContext& input, const Limits& limits) {
  input.max_analyze_duration = AV_TIME_BASE / 2;
  std::vector<AVDictionary*> options(input.nb_streams, nullptr);
  for (auto& option : options) {
    av_dict_set_int(&option, "max_pixels", static_cast<std::int64_t>(limits.max_resolution) * limits.max_resolution, 0);
    av_dict_set_int(&option, "threads", 1, 0);
    containers::silence(&option);
  }
  avformat_find_stream_info(&input, options.data());
  for (auto& option : options) av_dict_free(&option);
}

bool too_large(int width, int height, const Limits& limits) {
  return std::max(width, height) > limits.max_resolution;
}

// Times become seconds since the first picture; the length includes the last picture's own.
bool measure_times(Packets& result, AVRational time_base) {
  auto& packets = result.packets;
  const auto stamp = [](const Packet& p) { return p.data->pts != AV_NOPTS_VALUE ? p.data->pts : p.data->dts; };
  std::int64_t first = INT64_MAX, last = INT64_MIN;
  for (const auto& packet : packets) {
    if (stamp(packet) == AV_NOPTS_VALUE) return false;
    first = std::min(first, stamp(packet));
    last = std::max(last, stamp(packet));
  }
  const double unit = av_q2d(time_base);
  if (!(unit > 0)) return false;
  for (auto& packet : packets) packet.time = static_cast<double>(stamp(packet) - first) * unit;
  const double span = static_cast<double>(last - first) * unit;
  const double own = packets.size() > 1 ? span / static_cast<double>(packets.size() - 1) : 0;
  result.duration = span + own;
  result.frame_rate = own > 0 ? 1 / own : 0;
  return std::isfinite(result.duration);
}

std::variant<Packets, VideoError> collect(containers::Container& input, AVStream& stream, const Limits& limits,
                                          const Stop& stop) {
  Packets result;
  const auto most = static_cast<size_t>(limits.max_seconds * limits.max_frame_rate) + 1;
  const double longest = limits.max_seconds;
  while (true) {
    if (stop()) return VideoError::cancelled;
    Packet packet{containers::Packet(av_packet_alloc())};
    if (!packet.data) return VideoError::out_of_memory;
    if (av_read_frame(&*input, packet.data.get()) < 0) break;
    if (packet.data->stream_index != stream.index) continue;
    if ((packet.data->flags & AV_PKT_FLAG_CORRUPT) != 0) return VideoError::truncated;
    packet.key = (packet.data->flags & AV_PKT_FLAG_KEY) != 0;
    if (result.packets.empty() && !packet.key) continue;
    if (result.packets.size() >= most) return VideoError::too_long;
    result.packets.push_back(std::move(packet));
  }
  if (result.packets.empty()) return VideoError::unreadable;
  if (input.has_full_index() && result.packets.size() < containers::Container::indexed(stream))
    return VideoError::truncated;
  if (!measure_times(result, stream.time_base)) return VideoError::unreadable;
  if (result.duration > longest) return VideoError::too_long;
  result.quarter_turns = quarter_turns(stream);
  result.codec.reset(avcodec_parameters_alloc());
  if (!result.codec || avcodec_parameters_copy(result.codec.get(), stream.codecpar) < 0)
    return VideoError::out_of_memory;
  return result;
}

}  // namespace

std::variant<Packets, VideoError> read_packets(std::span<const std::uint8_t> file, const Limits& limits,
                                               const Stop& stop) {
  const auto input = containers::Container::open(file, {kContainers, kCodecs}, stop);
  if (!input) return stop() ? VideoError::cancelled : VideoError::unreadable;
  AVStream* stream = input->only(AVMEDIA_TYPE_VIDEO);
  if (stream == nullptr) return VideoError::unreadable;
  if (stream->codecpar->width <= 0) probe_size(**input, limits);
  if (stream->codecpar->codec_id == AV_CODEC_ID_NONE || stream->codecpar->width <= 0 || stream->codecpar->height <= 0) {
    return VideoError::unreadable;
  }
  if (too_large(stream->codecpar->width, stream->codecpar->height, limits)) return VideoError::too_many_pixels;
  if (input->announced_seconds() > limits.max_seconds * 2)
    return VideoError::too_long;  // not worth collecting; the rest is measured
  return collect(*input, *stream, limits, stop);
}

}  // namespace video_analyzer
