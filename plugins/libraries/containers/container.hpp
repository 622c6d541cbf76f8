// Opens an untrusted media file from memory with libav. Nothing in the file can make it open another file, a socket or
// a thread; containers and codecs that are not explicitly allowed are refused; libav prints nothing.
#pragma once
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <span>
#include <string_view>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
}

namespace containers {

using Stop = std::function<bool()>;

// Whether a declared media type belongs to one of the known groups (`audio/`) or types, or is unspecific.
bool may_be(std::string_view declared, std::initializer_list<std::string_view> known);

struct FreePacket {
  void operator()(AVPacket* packet) const { av_packet_free(&packet); }
};
struct FreeFrame {
  void operator()(AVFrame* frame) const { av_frame_free(&frame); }
};
struct FreeParameters {
  void operator()(AVCodecParameters* parameters) const { avcodec_parameters_free(&parameters); }
};
struct FreeCodec {
  void operator()(AVCodecContext* codec) const { avcodec_free_context(&codec); }
};
using Packet = std::unique_ptr<AVPacket, FreePacket>;
using Codec = std::unique_ptr<AVCodecContext, FreeCodec>;

// Allowed containers and codecs, each as libav writes such lists: names separated by commas.
struct Allowed {
  const char* containers;
  const char* codecs;
};

// Makes libav print no messages of this context, since messages may quote the file. `context`: any libav context that
// has options.
void silence(void* context);
// The same, for a context that is made from options.
void silence(AVDictionary** options);

// A single-threaded, silent decoder for a stream, not opened yet; null when there is none.
Codec decoder_for(const AVCodecParameters& parameters);

class Container {
 public:
  // Null when the file is of no allowed kind, or `stop` returned true. `file` and `stop` must outlive the container.
  // Throws std::bad_alloc.
  static std::unique_ptr<Container> open(std::span<const std::uint8_t> file, const Allowed& allowed, const Stop& stop);
  Container(const Container&) = delete;
  Container& operator=(const Container&) = delete;
  ~Container();

  AVFormatContext& operator*() { return *input_; }
  AVFormatContext* operator->() { return input_; }

  // Selects the first stream of a kind, ignoring attached pictures; all other streams are skipped when reading. Null
  // when there is none.
  AVStream* only(AVMediaType kind);
  // The duration in seconds that the container claims, which may be wrong; 0 when it claims none.
  double announced_seconds() const;
  // Whether this kind of container has an index of all packets that is read first (MP4, MOV, 3GP) …
  bool has_full_index() const;
  // … and how many it names for this stream.
  static std::size_t indexed(const AVStream& stream);

 private:
  struct Source {
    std::span<const std::uint8_t> file;
    std::int64_t at = 0;
  };
  Container() = default;
  static int read(void* opaque, std::uint8_t* to, int size);
  static std::int64_t seek(void* opaque, std::int64_t offset, int whence);

  Source source_;
  AVIOContext* io_ = nullptr;
  AVFormatContext* input_ = nullptr;
};

}  // namespace containers
