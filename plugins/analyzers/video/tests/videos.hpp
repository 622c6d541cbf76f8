// Small videos for tests, encoded in memory. Picture i is grey of level 20 + i; its top left quarter is red.
#pragma once
#include <cstdint>
#include <cstring>
#include <memory>
#include <opencv2/core.hpp>
#include <stdexcept>
#include <string>
#include <vector>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/display.h>
#include <libavutil/opt.h>
#include <libswscale/swscale.h>
}

namespace video_analyzer::testing {

using File = std::vector<std::uint8_t>;

struct Recipe {
  int pictures = 60;
  int rate = 30;
  int width = 320, height = 240;
  std::string codec = "libx264";
  std::string container = "mp4";
  int group = 30;  // pictures from one key picture to the next
  int b_pictures = 0;
  int turn = 0;  // degrees clockwise that a player must turn
  // When picture i is shown, in parts of a second as long as a picture at `rate`.
  int (*shown_at)(int picture) = [](int picture) { return picture; };
};

inline cv::Mat picture(const Recipe& recipe, int index) {
  cv::Mat image(recipe.height, recipe.width, CV_8UC3, cv::Scalar::all(20 + index));
  image(cv::Rect(0, 0, recipe.width / 2, recipe.height / 2)).setTo(cv::Scalar(30, 30, 220));
  return image;
}

inline void check(int result) {
  if (result < 0) throw std::runtime_error("a test video cannot be made");
}

inline File make_video(const Recipe& recipe) {
  const AVCodec* encoder = avcodec_find_encoder_by_name(recipe.codec.c_str());
  if (encoder == nullptr) throw std::runtime_error("no encoder " + recipe.codec);
  AVFormatContext* output = nullptr;
  check(avformat_alloc_output_context2(&output, nullptr, recipe.container.c_str(), nullptr));
  check(avio_open_dyn_buf(&output->pb));
  AVStream* stream = avformat_new_stream(output, nullptr);
  AVCodecContext* codec = avcodec_alloc_context3(encoder);
  codec->width = recipe.width;
  codec->height = recipe.height;
  codec->pix_fmt = recipe.codec == "mjpeg" ? AV_PIX_FMT_YUVJ420P : AV_PIX_FMT_YUV420P;
  codec->time_base = {1, recipe.rate};
  codec->framerate = {recipe.rate, 1};
  codec->gop_size = recipe.group;
  codec->max_b_frames = recipe.b_pictures;
  codec->thread_count = 1;
  av_opt_set_int(codec, "log_level_offset", 100, 0);
  av_opt_set(codec->priv_data, "preset", "ultrafast", 0);
  av_opt_set(codec->priv_data, "x264-params",
             ("bframes=" + std::to_string(recipe.b_pictures) + ":b-adapt=0:scenecut=0:log=-1").c_str(), 0);
  av_opt_set(codec->priv_data, "deadline", "realtime", 0);
  codec->bit_rate = 2'000'000;
  if ((output->oformat->flags & AVFMT_GLOBALHEADER) != 0) codec->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
  check(avcodec_open2(codec, encoder, nullptr));
  check(avcodec_parameters_from_context(stream->codecpar, codec));
  stream->time_base = codec->time_base;
  if (recipe.turn != 0) {
    auto* matrix = reinterpret_cast<std::int32_t*>(
        av_stream_new_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, 9 * sizeof(std::int32_t)));
    av_display_rotation_set(matrix, recipe.turn);  // sets what turns it back: see libavutil/display.h
  }
  check(avformat_write_header(output, nullptr));
  SwsContext* scaler = sws_getContext(recipe.width, recipe.height, AV_PIX_FMT_BGR24, recipe.width, recipe.height,
                                      codec->pix_fmt, SWS_BILINEAR, nullptr, nullptr, nullptr);
  AVPacket* packet = av_packet_alloc();
  const auto drain = [&] {
    while (avcodec_receive_packet(codec, packet) >= 0) {
      packet->duration = 1;
      av_packet_rescale_ts(packet, codec->time_base, stream->time_base);
      packet->stream_index = stream->index;
      check(av_interleaved_write_frame(output, packet));
    }
  };
  for (int i = 0; i < recipe.pictures; ++i) {
    const cv::Mat image = picture(recipe, i);
    AVFrame* frame = av_frame_alloc();
    frame->format = codec->pix_fmt;
    frame->width = recipe.width;
    frame->height = recipe.height;
    check(av_frame_get_buffer(frame, 0));
    const std::uint8_t* planes[] = {image.data};
    const int strides[] = {static_cast<int>(image.step[0])};
    sws_scale(scaler, planes, strides, 0, recipe.height, frame->data, frame->linesize);
    frame->pts = recipe.shown_at(i);
    check(avcodec_send_frame(codec, frame));
    av_frame_free(&frame);
    drain();
  }
  check(avcodec_send_frame(codec, nullptr));
  drain();
  check(av_write_trailer(output));
  std::uint8_t* bytes = nullptr;
  const int size = avio_close_dyn_buf(output->pb, &bytes);
  File file(bytes, bytes + size);
  av_free(bytes);
  av_packet_free(&packet);
  sws_freeContext(scaler);
  avcodec_free_context(&codec);
  avformat_free_context(output);
  return file;
}

}  // namespace video_analyzer::testing
