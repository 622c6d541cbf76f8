// A media file that a stranger sent, opened from memory. No file, socket or thread is opened, whatever the file names;
// containers and codecs that nobody asked for are refused; libav prints nothing.
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

// Whether a declared media type is one of these groups (`audio/`) or types, or says nothing.
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

// As libav's lists are written: names with commas between them.
struct Allowed {
  const char* containers;
  const char* codecs;
};

// The level of a message is raised so far that none is printed: messages may quote the file. `context`: any of libav's
// that has options.
void silence(void* context);
// The same, for a context that is made from options.
void silence(AVDictionary** options);

// The decoder for a stream, one thread, silent and not opened yet; null when there is none.
Codec decoder_for(const AVCodecParameters& parameters);

class Container {
 public:
  // Null when it is none of those allowed, or `stop` said so. `file` and `stop` must outlive it. Throws std::bad_alloc.
  static std::unique_ptr<Container> open(std::span<const std::uint8_t> file, const Allowed& allowed, const Stop& stop);
  Container(const Container&) = delete;
  Container& operator=(const Container&) = delete;
  ~Container();

  AVFormatContext& operator*() { return *input_; }
  AVFormatContext* operator->() { return input_; }

  // The first stream of a kind, not counting pictures that are attached; all others are passed over when reading. Null
  // when there is none.
  AVStream* only(AVMediaType kind);
  // Seconds, by the container's own word, which may be wrong; 0 when it says nothing.
  double announced_seconds() const;
  // Whether its kind keeps an index of all packets, which is read before the first of them (MP4, MOV, 3GP), …
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
