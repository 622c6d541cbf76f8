#include "frame_decoder.hpp"

#include <algorithm>
#include <map>
#include <optional>

extern "C" {
#include <libswscale/swscale.h>
}

namespace video_analyzer {
namespace {

constexpr std::uint64_t kSpare = 64;  // bytes that swscale may write past the last row

struct FreeScaler {
  void operator()(SwsContext* scaler) const { sws_freeContext(scaler); }
};
using containers::Codec;

Codec open_codec(const Packets& video, const Limits& limits) {
  Codec codec = containers::decoder_for(*video.codec);
  if (!codec) return nullptr;
  codec->max_pixels = static_cast<std::int64_t>(limits.max_resolution) * limits.max_resolution;
  codec->flags2 |= AV_CODEC_FLAG2_FAST;
  codec->skip_loop_filter = AVDISCARD_NONREF;  // what no other picture builds on may stay a little blocky
  if (avcodec_open2(codec.get(), nullptr, nullptr) < 0) return nullptr;
  return codec;
}

class Decoding {
 public:
  Decoding(const Packets& video, int max_side, const Allocate& allocate)
      : video_(video), max_side_(max_side), allocate_(allocate) {}

  bool open(const Limits& limits) {
    codec_ = open_codec(video_, limits);
    frame_.reset(av_frame_alloc());
    return codec_ && frame_;
  }

  // `wanted`: the chosen packets from one key picture to the next.
  std::optional<VideoError> decode_group(size_t key, const std::vector<size_t>& wanted, const Stop& stop) {
    times_.clear();
    for (const size_t packet : wanted) times_[stamp(*video_.packets[packet].data)] = video_.packets[packet].time;
    const size_t last = *std::max_element(wanted.begin(), wanted.end());
    for (size_t i = key; i <= last && !times_.empty(); ++i) {
      if (stop()) return VideoError::cancelled;
      const AVPacket& packet = *video_.packets[i].data;
      codec_->skip_frame = times_.contains(stamp(packet)) ? AVDISCARD_DEFAULT : AVDISCARD_NONREF;
      const int sent = avcodec_send_packet(codec_.get(), &packet);
      if (sent < 0 && sent != AVERROR(EAGAIN) && sent != AVERROR_INVALIDDATA) break;
      if (const auto error = receive()) return error;
    }
    avcodec_send_packet(codec_.get(), nullptr);  // pictures still waiting for their turn to be shown
    if (const auto error = receive()) return error;
    avcodec_flush_buffers(codec_.get());
    return std::nullopt;
  }

  std::vector<Frame> take() {
    std::sort(frames_.begin(), frames_.end(), [](const Frame& a, const Frame& b) { return a.time < b.time; });
    return std::move(frames_);
  }

 private:
  static std::int64_t stamp(const AVPacket& packet) { return packet.pts != AV_NOPTS_VALUE ? packet.pts : packet.dts; }

  std::optional<VideoError> receive() {
    while (avcodec_receive_frame(codec_.get(), frame_.get()) >= 0) {
      const auto found = times_.find(frame_->pts != AV_NOPTS_VALUE ? frame_->pts : frame_->pkt_dts);
      if (found == times_.end()) continue;
      const double time = found->second;
      times_.erase(found);
      if (frame_->decode_error_flags != 0 || (frame_->flags & AV_FRAME_FLAG_CORRUPT) != 0) continue;
      if (const auto error = keep(time)) return error;
    }
    return std::nullopt;
  }

  std::optional<VideoError> keep(double time) {
    const double factor = std::min(1.0, static_cast<double>(max_side_) / std::max(frame_->width, frame_->height));
    const cv::Size size(std::max(1, cvRound(frame_->width * factor)), std::max(1, cvRound(frame_->height * factor)));
    scaler_.reset(sws_getCachedContext(scaler_.release(), frame_->width, frame_->height,
                                       static_cast<AVPixelFormat>(frame_->format), size.width, size.height,
                                       AV_PIX_FMT_BGR24, SWS_AREA, nullptr, nullptr, nullptr));
    if (!scaler_) return VideoError::unreadable;
    set_colours();
    const auto bytes = static_cast<std::uint64_t>(size.width) * static_cast<std::uint64_t>(size.height) * 3;
    auto* memory = static_cast<std::uint8_t*>(allocate_(bytes + kSpare));
    if (memory == nullptr) return VideoError::out_of_memory;
    const bool swapped = video_.quarter_turns % 2 == 1;
    cv::Mat upright(swapped ? size.width : size.height, swapped ? size.height : size.width, CV_8UC3, memory);
    if (video_.quarter_turns == 0) {
      scale_to(memory, size);
    } else {
      lying_.resize(bytes + kSpare);
      scale_to(lying_.data(), size);
      const int turns[] = {cv::ROTATE_90_CLOCKWISE, cv::ROTATE_180, cv::ROTATE_90_COUNTERCLOCKWISE};
      cv::rotate(cv::Mat(size, CV_8UC3, lying_.data()), upright, turns[video_.quarter_turns - 1]);
    }
    frames_.push_back({upright, time});
    return std::nullopt;
  }

  void scale_to(std::uint8_t* pixels, cv::Size size) {
    std::uint8_t* planes[] = {pixels};
    const int strides[] = {size.width * 3};
    sws_scale(scaler_.get(), frame_->data, frame_->linesize, 0, frame_->height, planes, strides);
  }

  void set_colours() {
    const int standard = frame_->colorspace == AVCOL_SPC_BT709 ? SWS_CS_ITU709 : SWS_CS_DEFAULT;
    const int full = frame_->color_range == AVCOL_RANGE_JPEG ? 1 : 0;
    const int* coefficients = sws_getCoefficients(standard);
    constexpr int kOne = 1 << 16;
    sws_setColorspaceDetails(scaler_.get(), coefficients, full, coefficients, 1, 0, kOne, kOne);
  }

  const Packets& video_;
  const int max_side_;
  const Allocate& allocate_;
  Codec codec_;
  std::unique_ptr<AVFrame, containers::FreeFrame> frame_;
  std::unique_ptr<SwsContext, FreeScaler> scaler_;
  std::map<std::int64_t, double> times_;  // of the pictures that are still wanted, by their stamp
  std::vector<std::uint8_t> lying_;
  std::vector<Frame> frames_;
};

}  // namespace

std::variant<std::vector<Frame>, VideoError> decode_frames(const Packets& video, const std::vector<size_t>& chosen,
                                                           int max_side, const Limits& limits, const Allocate& allocate,
                                                           const Stop& stop) {
  Decoding decoding(video, max_side, allocate);
  if (!decoding.open(limits)) return VideoError::unreadable;
  std::map<size_t, std::vector<size_t>> groups;  // chosen packets by their key picture
  for (const size_t packet : chosen) {
    size_t key = packet;
    while (key > 0 && !video.packets[key].key) --key;
    groups[key].push_back(packet);
  }
  for (const auto& [key, wanted] : groups) {
    if (const auto error = decoding.decode_group(key, wanted, stop)) return *error;
  }
  auto frames = decoding.take();
  if (frames.empty()) return VideoError::unreadable;
  return frames;
}

}  // namespace video_analyzer
