#include "sound_decoder.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <optional>
#include <string_view>

extern "C" {
#include <libavutil/channel_layout.h>
#include <libswresample/swresample.h>
}

namespace audio_analyzer {
namespace {

using containers::Container;

// MP4, M4A, MOV and 3GP; Matroska and WebM; what recorders and telephones write beside them.
constexpr const char* kContainers = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,wav,mp3,aac,ogg,flac,amr";
constexpr const char* kCodecs =
    "aac,mp3,mp3float,opus,libopus,vorbis,libvorbis,flac,alac,amrnb,amrwb,libopencore_amrnb,libopencore_amrwb,pcm_"
    "s16le,"
    "pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_f32le,pcm_f64le,pcm_u8,pcm_alaw,pcm_mulaw,adpcm_ms,adpcm_ima_wav,gsm,"
    "gsm_ms";
// The shortest packet that is met in practice holds 2.5 ms (Opus), and most of a file's packets are sound.
constexpr double kPacketsPerSecond = 1000;
constexpr double kGap = 0.08;        // seconds that times may be off before silence is put in: codecs round them
constexpr double kCancelled = 0.1;   // of the louder channel's power: two equal channels leave 1, a dead one 0.25
constexpr int kMaxFormats = 4;       // AAC learns its true rate from the first frames; nothing else changes it
constexpr double kMaxDamaged = 0.2;  // of the packets

struct FreeResampler {
  void operator()(SwrContext* resampler) const { swr_free(&resampler); }
};

bool says_its_length(const char* container) {  // and is right about it
  return std::strstr(container, "mov") != nullptr || std::strstr(container, "wav") != nullptr ||
         std::strstr(container, "flac") != nullptr;
}

// A recorder that writes to a pipe does not know the length of its WAV yet, and writes 0 or about the largest number:
// the end of the file is the end of the sound then, and libav takes its last packet for one that was cut off.
bool is_open_ended_wav(std::span<const std::uint8_t> file) {
  constexpr std::uint32_t kLargest = 0x7FFF0000;  // bytes; no file under max_bytes is as large
  const auto text = [&](std::size_t at) { return std::string_view(reinterpret_cast<const char*>(&file[at]), 4); };
  if (file.size() < 12 || (text(0) != "RIFF" && text(0) != "RF64") || text(8) != "WAVE") return false;
  for (std::uint64_t at = 12; at + 8 <= file.size();) {
    std::uint32_t size = 0;
    for (int i = 3; i >= 0; --i) size = size << 8 | file[at + 4 + static_cast<std::uint64_t>(i)];
    if (text(at) == "data") return size == 0 || size >= kLargest;
    at += 8 + std::uint64_t{size} + size % 2;
  }
  return false;
}

enum class Channel { both, left, right };

// Two channels become one as they come. How loud each is, and what both leave together, is kept: a microphone that is
// wired the wrong way round takes away what the other one heard.
class Mixing {
 public:
  explicit Mixing(Channel wanted) : wanted_(wanted) {}

  float operator()(float left, float right) {
    const float both = (left + right) / 2;
    // From sample to sample, so that a microphone whose zero is off is not loud for it.
    left_ += square(left - last_left_), right_ += square(right - last_right_);
    both_ += square(both - (last_left_ + last_right_) / 2);
    last_left_ = left, last_right_ = right;
    return wanted_ == Channel::both ? both : wanted_ == Channel::left ? left : right;
  }

  Channel better() const {
    if (both_ >= kCancelled * std::max(left_, right_)) return Channel::both;
    return left_ >= right_ ? Channel::left : Channel::right;
  }

 private:
  static double square(double value) { return value * value; }
  Channel wanted_;
  double left_ = 0, right_ = 0, both_ = 0;  // sums of power
  float last_left_ = 0, last_right_ = 0;
};

float within(float sample) {  // floats in a file may be anything
  return std::isfinite(sample) ? std::clamp(sample, -1.F, 1.F) : 0.F;
}

class Decoding {
 public:
  Decoding(Container& input, AVStream& stream, const Limits& limits, Channel channel, bool open_ended,
           const containers::Stop& stop)
      : input_(input), stream_(stream), limits_(limits), open_ended_(open_ended), stop_(stop), mixing_(channel) {}

  std::optional<SoundError> run() {
    codec_ = containers::decoder_for(*stream_.codecpar);
    frame_.reset(av_frame_alloc());
    packet_.reset(av_packet_alloc());
    if (!codec_ || !frame_ || !packet_) return SoundError::unreadable;
    codec_->pkt_timebase = stream_.time_base;
    if (avcodec_open2(codec_.get(), nullptr, nullptr) < 0) return SoundError::unreadable;
    const auto most = static_cast<std::size_t>(limits_.max_seconds * kPacketsPerSecond) + 1;
    for (std::size_t packets = 0; av_read_frame(&*input_, packet_.get()) >= 0; av_packet_unref(packet_.get())) {
      if (stop_()) return SoundError::cancelled;
      if (packet_->stream_index != stream_.index) continue;
      if (++packets > most) return SoundError::too_long;
      if ((packet_->flags & AV_PKT_FLAG_CORRUPT) != 0 && !open_ended_) return SoundError::truncated;
      ++packets_;
      if (const auto error = decode(packet_.get())) return error;
    }
    if (stop_()) return SoundError::cancelled;
    if (const auto error = decode(nullptr)) return error;
    if (const auto error = resample(nullptr)) return error;
    return judge_end();
  }

  Channel better() const { return mixing_.better(); }
  Sound take() { return std::move(sound_); }

 private:
  std::optional<SoundError> decode(const AVPacket* packet) {
    if (avcodec_send_packet(codec_.get(), packet) < 0) {
      ++damaged_;
      return std::nullopt;
    }
    while (avcodec_receive_frame(codec_.get(), frame_.get()) >= 0) {
      const auto error = take_frame();
      av_frame_unref(frame_.get());
      if (error) return error;
    }
    return std::nullopt;
  }

  std::optional<SoundError> take_frame() {
    if (frame_->sample_rate < 1000 || frame_->ch_layout.nb_channels < 1 || frame_->nb_samples < 0)
      return SoundError::unreadable;
    if (frame_->sample_rate > limits_.max_rate || frame_->ch_layout.nb_channels > limits_.max_channels)
      return SoundError::too_many_samples;
    if (const auto error = follow_format()) return error;
    if (const auto error = fill_gap()) return error;
    return resample(frame_.get());
  }

  std::optional<SoundError> follow_format() {
    if (resampler_ && frame_->sample_rate == sound_.rate && frame_->ch_layout.nb_channels == sound_.channels &&
        frame_->format == format_)
      return std::nullopt;
    if (resampler_) {
      if (const auto error = resample(nullptr)) return error;
    }
    if (++formats_ > kMaxFormats) return SoundError::unreadable;
    sound_.rate = frame_->sample_rate;
    sound_.channels = frame_->ch_layout.nb_channels;
    sound_.codec = avcodec_get_name(stream_.codecpar->codec_id);
    format_ = frame_->format;
    // Which speaker a channel is for does not matter, and may be nonsense.
    AVChannelLayout from, to;
    av_channel_layout_default(&from, sound_.channels);
    lanes_ = sound_.channels == 1 ? 1 : 2;
    av_channel_layout_default(&to, lanes_);
    SwrContext* made = nullptr;
    const int status = swr_alloc_set_opts2(&made, &to, AV_SAMPLE_FMT_FLT, kRate, &from,
                                           static_cast<AVSampleFormat>(format_), sound_.rate, 0, nullptr);
    resampler_.reset(made);
    if (status < 0) return SoundError::unreadable;
    containers::silence(made);
    return swr_init(made) < 0 ? std::optional(SoundError::unreadable) : std::nullopt;
  }

  // Up to the time that the frame says, as far as that is ahead.
  std::optional<SoundError> fill_gap() {
    if (frame_->pts == AV_NOPTS_VALUE) return std::nullopt;
    const double time = static_cast<double>(frame_->pts) * av_q2d(stream_.time_base);
    if (!std::isfinite(time)) return std::nullopt;
    if (!begun_) {
      begun_ = true;
      const bool known = input_->start_time != AV_NOPTS_VALUE;
      start_ = known ? std::min(time, static_cast<double>(input_->start_time) / AV_TIME_BASE) : time;
    }
    const double gap = time - start_ - sound_.seconds() - waiting();
    if (gap < kGap) return std::nullopt;
    if (time - start_ > limits_.max_seconds) return SoundError::too_long;
    sound_.samples.resize(sound_.samples.size() + static_cast<std::size_t>(gap * kRate), 0.F);
    return std::nullopt;
  }

  // Seconds that the resampler holds back.
  double waiting() const { return static_cast<double>(swr_get_delay(resampler_.get(), 1'000'000)) / 1e6; }

  std::optional<SoundError> resample(AVFrame* frame) {
    if (!resampler_) return std::nullopt;
    const int room = swr_get_out_samples(resampler_.get(), frame ? frame->nb_samples : 0);
    if (room <= 0) return std::nullopt;
    const auto before = sound_.samples.size();
    if (static_cast<double>(before) > limits_.max_seconds * kRate) return SoundError::too_long;
    lane_samples_.resize(static_cast<std::size_t>(room) * static_cast<std::size_t>(lanes_));
    auto* out = reinterpret_cast<std::uint8_t*>(lane_samples_.data());
    auto** in = frame ? const_cast<const std::uint8_t**>(frame->extended_data) : nullptr;
    const int written = swr_convert(resampler_.get(), &out, room, in, frame ? frame->nb_samples : 0);
    if (written < 0) return SoundError::unreadable;
    for (const float* at = lane_samples_.data(); at != lane_samples_.data() + written * lanes_; at += lanes_)
      sound_.samples.push_back(lanes_ == 1 ? within(at[0]) : mixing_(within(at[0]), within(at[1])));
    return std::nullopt;
  }

  std::optional<SoundError> judge_end() {
    if (sound_.samples.empty() || static_cast<double>(damaged_) > kMaxDamaged * static_cast<double>(packets_))
      return SoundError::unreadable;
    if (sound_.seconds() > limits_.max_seconds) return SoundError::too_long;
    if (input_.has_full_index() && packets_ < Container::indexed(stream_)) return SoundError::truncated;
    constexpr double kMayMiss = 0.5;  // seconds: codecs round up what they announce
    const double announced =
        stream_.duration > 0 ? static_cast<double>(stream_.duration) * av_q2d(stream_.time_base) : 0;
    if (says_its_length(input_->iformat->name) && !open_ended_ && announced > sound_.seconds() + kMayMiss)
      return SoundError::truncated;
    return std::nullopt;
  }

  Container& input_;
  AVStream& stream_;
  const Limits& limits_;
  const bool open_ended_;
  const containers::Stop& stop_;
  containers::Codec codec_;
  containers::Packet packet_;
  std::unique_ptr<AVFrame, containers::FreeFrame> frame_;
  std::unique_ptr<SwrContext, FreeResampler> resampler_;
  Mixing mixing_;
  Sound sound_;
  std::vector<float> lane_samples_;  // of a packet, at kRate: left and right in turn, or one channel
  int lanes_ = 1;
  int format_ = -1, formats_ = 0;
  std::size_t packets_ = 0, damaged_ = 0;
  bool begun_ = false;
  double start_ = 0;  // seconds, of the file's first picture or sound
};

struct Decoded {
  Sound sound;
  Channel better = Channel::both;
};

std::variant<Decoded, SoundError> decode(std::span<const std::uint8_t> file, const Limits& limits, Channel channel,
                                         const containers::Stop& stop) {
  const auto input = Container::open(file, {kContainers, kCodecs}, stop);
  if (!input) return stop() ? SoundError::cancelled : SoundError::unreadable;
  AVStream* stream = input->only(AVMEDIA_TYPE_AUDIO);
  if (stream == nullptr)  // a video; or what is left of a file
    return input->only(AVMEDIA_TYPE_VIDEO) != nullptr ? SoundError::no_sound_track : SoundError::unreadable;
  if (stream->codecpar->codec_id == AV_CODEC_ID_NONE) return SoundError::unreadable;
  if (stream->codecpar->sample_rate > limits.max_rate || stream->codecpar->ch_layout.nb_channels > limits.max_channels)
    return SoundError::too_many_samples;
  if (input->announced_seconds() > limits.max_seconds * 2) return SoundError::too_long;  // the rest is measured
  Decoding decoding(*input, *stream, limits, channel, is_open_ended_wav(file), stop);
  if (const auto error = decoding.run()) return *error;
  return Decoded{decoding.take(), decoding.better()};
}

}  // namespace

std::variant<Sound, SoundError> decode_sound(std::span<const std::uint8_t> file, const Limits& limits,
                                             const containers::Stop& stop) {
  auto read = decode(file, limits, Channel::both, stop);
  if (auto* decoded = std::get_if<Decoded>(&read); decoded != nullptr && decoded->better != Channel::both)
    read = decode(file, limits, decoded->better, stop);
  if (const auto* error = std::get_if<SoundError>(&read)) return *error;
  return std::move(std::get<Decoded>(read).sound);
}

}  // namespace audio_analyzer
