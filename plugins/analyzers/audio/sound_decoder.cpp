#include "sound_decoder.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <optional>

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
    "pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_f32le,pcm_u8,pcm_alaw,pcm_mulaw,adpcm_ms,adpcm_ima_wav,gsm,gsm_ms";
// The shortest packet that is met in practice holds 2.5 ms (Opus), and most of a file's packets are sound.
constexpr double kPacketsPerSecond = 1000;
constexpr double kGap = 0.08;        // seconds that times may be off before silence is put in: codecs round them
constexpr int kMaxFormats = 4;       // AAC learns its true rate from the first frames; nothing else changes it
constexpr double kMaxDamaged = 0.2;  // of the packets

struct FreeResampler {
  void operator()(SwrContext* resampler) const { swr_free(&resampler); }
};

bool says_its_length(const char* container) {  // and is right about it
  return std::strstr(container, "mov") != nullptr || std::strstr(container, "wav") != nullptr ||
         std::strstr(container, "flac") != nullptr;
}

class Decoding {
 public:
  Decoding(Container& input, AVStream& stream, const Limits& limits, const containers::Stop& stop)
      : input_(input), stream_(stream), limits_(limits), stop_(stop) {}

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
      if ((packet_->flags & AV_PKT_FLAG_CORRUPT) != 0) return SoundError::truncated;
      ++packets_;
      if (const auto error = decode(packet_.get())) return error;
    }
    if (stop_()) return SoundError::cancelled;
    if (const auto error = decode(nullptr)) return error;
    if (const auto error = resample(nullptr)) return error;
    return judge_end();
  }

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
    av_channel_layout_default(&to, 1);
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
    sound_.samples.resize(before + static_cast<std::size_t>(room));
    auto* out = reinterpret_cast<std::uint8_t*>(sound_.samples.data() + before);
    auto** in = frame ? const_cast<const std::uint8_t**>(frame->extended_data) : nullptr;
    const int written = swr_convert(resampler_.get(), &out, room, in, frame ? frame->nb_samples : 0);
    sound_.samples.resize(before + static_cast<std::size_t>(std::max(0, written)));
    for (auto at = before; at < sound_.samples.size(); ++at) {  // floats in a file may be anything
      float& sample = sound_.samples[at];
      sample = std::isfinite(sample) ? std::clamp(sample, -1.F, 1.F) : 0.F;
    }
    return written < 0 ? std::optional(SoundError::unreadable) : std::nullopt;
  }

  std::optional<SoundError> judge_end() {
    if (sound_.samples.empty() || static_cast<double>(damaged_) > kMaxDamaged * static_cast<double>(packets_))
      return SoundError::unreadable;
    if (sound_.seconds() > limits_.max_seconds) return SoundError::too_long;
    if (input_.has_full_index() && packets_ < Container::indexed(stream_)) return SoundError::truncated;
    constexpr double kMayMiss = 0.5;  // seconds: codecs round up what they announce
    const double announced =
        stream_.duration > 0 ? static_cast<double>(stream_.duration) * av_q2d(stream_.time_base) : 0;
    if (says_its_length(input_->iformat->name) && announced > sound_.seconds() + kMayMiss) return SoundError::truncated;
    return std::nullopt;
  }

  Container& input_;
  AVStream& stream_;
  const Limits& limits_;
  const containers::Stop& stop_;
  containers::Codec codec_;
  containers::Packet packet_;
  std::unique_ptr<AVFrame, containers::FreeFrame> frame_;
  std::unique_ptr<SwrContext, FreeResampler> resampler_;
  Sound sound_;
  int format_ = -1, formats_ = 0;
  std::size_t packets_ = 0, damaged_ = 0;
  bool begun_ = false;
  double start_ = 0;  // seconds, of the file's first picture or sound
};

}  // namespace

std::variant<Sound, SoundError> decode_sound(std::span<const std::uint8_t> file, const Limits& limits,
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
  Decoding decoding(*input, *stream, limits, stop);
  if (const auto error = decoding.run()) return *error;
  return decoding.take();
}

}  // namespace audio_analyzer
