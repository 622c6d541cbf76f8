#include "write_sound.hpp"

#include <algorithm>
#include <containers/container.hpp>
#include <memory>
#include <stdexcept>

extern "C" {
#include <libavutil/channel_layout.h>
#include <libswresample/swresample.h>
}

namespace audio_analyzer::testing {
namespace {

constexpr int kRate = 16000;

void check(int result) {
  if (result < 0) throw std::runtime_error("a sound file cannot be made");
}

struct FreeOutput {
  void operator()(AVFormatContext* output) const {
    std::uint8_t* bytes = nullptr;
    if (output->pb != nullptr) avio_close_dyn_buf(output->pb, &bytes);
    av_free(bytes);
    avformat_free_context(output);
  }
};
using Output = std::unique_ptr<AVFormatContext, FreeOutput>;
using Frame = std::unique_ptr<AVFrame, containers::FreeFrame>;

containers::Codec open_encoder(const Recipe& recipe, const AVFormatContext& output) {
  const AVCodec* encoder = avcodec_find_encoder_by_name(recipe.codec.c_str());
  if (encoder == nullptr) throw std::runtime_error("no encoder " + recipe.codec);
  containers::Codec codec(avcodec_alloc_context3(encoder));
  codec->sample_rate = recipe.rate;
  codec->sample_fmt = encoder->sample_fmts[0];
  codec->bit_rate = recipe.bit_rate;
  codec->thread_count = 1;
  codec->strict_std_compliance = FF_COMPLIANCE_EXPERIMENTAL;
  av_channel_layout_default(&codec->ch_layout, recipe.channels);
  containers::silence(codec.get());
  if ((output.oformat->flags & AVFMT_GLOBALHEADER) != 0) codec->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
  check(avcodec_open2(codec.get(), encoder, nullptr));
  return codec;
}

Frame frame_of(const AVCodecContext& codec, int samples) {
  Frame frame(av_frame_alloc());
  frame->format = codec.sample_fmt;
  frame->sample_rate = codec.sample_rate;
  frame->nb_samples = samples;
  check(av_channel_layout_copy(&frame->ch_layout, &codec.ch_layout));
  check(av_frame_get_buffer(frame.get(), 0));
  return frame;
}

// All samples as the encoder wants them, in frames of its size; the last one is filled with silence where it must be.
std::vector<Frame> frames_of(std::span<const float> samples, AVCodecContext& codec) {
  AVChannelLayout mono;
  av_channel_layout_default(&mono, 1);
  SwrContext* resampler = nullptr;
  check(swr_alloc_set_opts2(&resampler, &codec.ch_layout, codec.sample_fmt, codec.sample_rate, &mono, AV_SAMPLE_FMT_FLT,
                            kRate, 0, nullptr));
  containers::silence(resampler);
  check(swr_init(resampler));
  const auto* in = reinterpret_cast<const std::uint8_t*>(samples.data());
  check(swr_convert(resampler, nullptr, 0, &in, static_cast<int>(samples.size())));  // it keeps them
  const int size = codec.frame_size > 0 ? codec.frame_size : 1024;
  const auto total = static_cast<std::int64_t>(samples.size()) * codec.sample_rate / kRate;
  std::vector<Frame> frames;
  for (std::int64_t at = 0; at < total; at += size) {
    const bool whole = codec.frame_size > 0;
    Frame frame = frame_of(codec, whole ? size : static_cast<int>(std::min<std::int64_t>(size, total - at)));
    av_samples_set_silence(frame->extended_data, 0, frame->nb_samples, codec.ch_layout.nb_channels, codec.sample_fmt);
    check(swr_convert(resampler, frame->extended_data, frame->nb_samples, nullptr, 0));
    frame->pts = at;
    frames.push_back(std::move(frame));
  }
  swr_free(&resampler);
  return frames;
}

void write_frames(AVFormatContext& output, AVStream& stream, AVCodecContext& codec, std::vector<Frame> frames) {
  const containers::Packet packet(av_packet_alloc());
  frames.emplace_back(nullptr);  // what the encoder still holds
  for (const auto& frame : frames) {
    check(avcodec_send_frame(&codec, frame.get()));
    while (avcodec_receive_packet(&codec, packet.get()) >= 0) {
      av_packet_rescale_ts(packet.get(), AVRational{1, codec.sample_rate}, stream.time_base);
      packet->stream_index = stream.index;
      check(av_interleaved_write_frame(&output, packet.get()));
    }
  }
}

}  // namespace

File write_sound(std::span<const float> samples, const Recipe& recipe, std::span<const std::uint8_t> video) {
  AVFormatContext* made = nullptr;
  check(avformat_alloc_output_context2(&made, nullptr, recipe.container.c_str(), nullptr));
  const Output output(made);
  output->flags |= AVFMT_FLAG_BITEXACT;
  check(avio_open_dyn_buf(&output->pb));
  const containers::Stop never = [] { return false; };
  const auto pictures =
      video.empty() ? nullptr
                    : containers::Container::open(video, {"mov,mp4,m4a,3gp,3g2,mj2,matroska,webm", nullptr}, never);
  if (!video.empty() && !pictures) throw std::runtime_error("no video that can be read");
  AVStream* shown = pictures ? pictures->only(AVMEDIA_TYPE_VIDEO) : nullptr;
  AVStream* copied = nullptr;
  // MPEG-4 says the size of its pictures in the pictures only.
  if (shown != nullptr && shown->codecpar->width <= 0) check(avformat_find_stream_info(&**pictures, nullptr));
  if (shown != nullptr) {
    copied = avformat_new_stream(output.get(), nullptr);
    check(avcodec_parameters_copy(copied->codecpar, shown->codecpar));
    copied->codecpar->codec_tag = 0;
    copied->time_base = shown->time_base;
  }
  const auto codec = open_encoder(recipe, *output);
  AVStream* stream = avformat_new_stream(output.get(), nullptr);
  check(avcodec_parameters_from_context(stream->codecpar, codec.get()));
  stream->time_base = {1, recipe.rate};
  check(avformat_write_header(output.get(), nullptr));
  const containers::Packet packet(av_packet_alloc());
  while (shown != nullptr && av_read_frame(&**pictures, packet.get()) >= 0) {
    if (packet->stream_index == shown->index) {
      av_packet_rescale_ts(packet.get(), shown->time_base, copied->time_base);
      packet->stream_index = copied->index;
      packet->pos = -1;
      check(av_interleaved_write_frame(output.get(), packet.get()));
    }
    av_packet_unref(packet.get());
  }
  write_frames(*output, *stream, *codec, frames_of(samples, *codec));
  check(av_write_trailer(output.get()));
  std::uint8_t* bytes = nullptr;
  const int size = avio_close_dyn_buf(output->pb, &bytes);
  output->pb = nullptr;
  File file(bytes, bytes + size);
  av_free(bytes);
  return file;
}

}  // namespace audio_analyzer::testing
