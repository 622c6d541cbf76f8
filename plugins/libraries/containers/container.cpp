#include "container.hpp"

#include <algorithm>
#include <cstring>
#include <new>

extern "C" {
#include <libavutil/opt.h>
}

namespace containers {
namespace {

constexpr int kBufferBytes = 32 * 1024;
constexpr int kMaxStreams = 16;
constexpr int kSilent = 100;  // only the low byte of a level counts

int refuse_to_open(AVFormatContext*, AVIOContext**, const char*, int, AVDictionary**) {
  return AVERROR(EPERM);
}

int ask_stop(void* opaque) {
  return (*static_cast<const Stop*>(opaque))() ? 1 : 0;
}

}  // namespace

bool may_be(std::string_view declared, std::initializer_list<std::string_view> known) {
  declared = declared.substr(0, declared.find(';'));
  return declared.empty() || declared == "application/octet-stream" ||
         std::any_of(known.begin(), known.end(), [&](std::string_view type) { return declared.starts_with(type); });
}

void silence(void* context) {
  av_opt_set_int(context, "log_level_offset", kSilent, 0);
}

void silence(AVDictionary** options) {
  av_dict_set_int(options, "log_level_offset", kSilent, 0);
}

Codec decoder_for(const AVCodecParameters& parameters) {
  const AVCodec* decoder = avcodec_find_decoder(parameters.codec_id);
  if (decoder == nullptr) return nullptr;
  Codec codec(avcodec_alloc_context3(decoder));
  if (!codec || avcodec_parameters_to_context(codec.get(), &parameters) < 0) return nullptr;
  codec->thread_count = 1;  // the host's pool has the cores
  silence(codec.get());
  return codec;
}

int Container::read(void* opaque, std::uint8_t* to, int size) {
  auto& source = *static_cast<Source*>(opaque);
  const auto left = static_cast<std::int64_t>(source.file.size()) - source.at;
  if (left <= 0) return AVERROR_EOF;
  const auto count = std::min<std::int64_t>(size, left);
  std::memcpy(to, source.file.data() + source.at, static_cast<std::size_t>(count));
  source.at += count;
  return static_cast<int>(count);
}

std::int64_t Container::seek(void* opaque, std::int64_t offset, int whence) {
  auto& source = *static_cast<Source*>(opaque);
  const auto size = static_cast<std::int64_t>(source.file.size());
  if ((whence & AVSEEK_SIZE) != 0) return size;
  whence &= ~AVSEEK_FORCE;
  const std::int64_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? source.at : size;
  if (offset > size - base || base + offset < 0) return AVERROR(EINVAL);
  source.at = base + offset;
  return source.at;
}

std::unique_ptr<Container> Container::open(std::span<const std::uint8_t> file, const Allowed& allowed,
                                           const Stop& stop) {
  av_log_set_level(AV_LOG_QUIET);  // for the process: a format's own level cannot be set
  std::unique_ptr<Container> container(new Container);
  container->source_.file = file;
  auto* buffer = static_cast<std::uint8_t*>(av_malloc(kBufferBytes));
  if (buffer == nullptr) throw std::bad_alloc();
  container->io_ = avio_alloc_context(buffer, kBufferBytes, 0, &container->source_, read, nullptr, seek);
  if (container->io_ == nullptr) {
    av_free(buffer);
    throw std::bad_alloc();
  }
  AVFormatContext* input = avformat_alloc_context();
  if (input == nullptr) throw std::bad_alloc();
  input->pb = container->io_;
  input->flags |= AVFMT_FLAG_CUSTOM_IO;
  input->io_open = refuse_to_open;  // a container may name other files
  input->interrupt_callback = {ask_stop, const_cast<Stop*>(&stop)};
  input->format_whitelist = av_strdup(allowed.containers);
  input->codec_whitelist = av_strdup(allowed.codecs);
  input->max_streams = kMaxStreams;
  silence(input);
  if (avformat_open_input(&input, "", nullptr, nullptr) < 0) return nullptr;  // frees the input when it fails
  container->input_ = input;
  return container;
}

Container::~Container() {
  avformat_close_input(&input_);
  if (io_ == nullptr) return;
  av_freep(&io_->buffer);
  avio_context_free(&io_);
}

AVStream* Container::only(AVMediaType kind) {
  AVStream* found = nullptr;
  for (unsigned i = 0; i < input_->nb_streams; ++i) {
    AVStream* stream = input_->streams[i];
    const bool wanted =
        stream->codecpar->codec_type == kind && (stream->disposition & AV_DISPOSITION_ATTACHED_PIC) == 0;
    if (wanted && found == nullptr) {
      found = stream;
    } else {
      stream->discard = AVDISCARD_ALL;
    }
  }
  return found;
}

double Container::announced_seconds() const {
  return input_->duration > 0 ? static_cast<double>(input_->duration) / AV_TIME_BASE : 0;
}

bool Container::has_full_index() const {
  return std::strstr(input_->iformat->name, "mov") != nullptr;
}

std::size_t Container::indexed(const AVStream& stream) {
  return static_cast<std::size_t>(std::max(0, avformat_index_get_entries_count(&stream)));
}

}  // namespace containers
