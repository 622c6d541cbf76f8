#include "image_header.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

namespace image_analyzer {
namespace {

using Bytes = std::span<const std::uint8_t>;
using Result = std::variant<Header, HeaderError>;

// Reads integers; past the end they are 0 and ok() becomes false.
class Reader {
 public:
  explicit Reader(Bytes bytes) : bytes_(bytes) {}
  bool ok() const { return ok_; }
  size_t at() const { return at_; }
  size_t left() const { return bytes_.size() - at_; }
  void seek(size_t position) {
    ok_ = ok_ && position <= bytes_.size();
    if (ok_) at_ = position;
  }
  Bytes take(size_t count) {
    if (count > left()) {
      ok_ = false;
      return {};
    }
    at_ += count;
    return bytes_.subspan(at_ - count, count);
  }
  std::uint32_t big(int size) { return number(size, true); }
  std::uint32_t little(int size) { return number(size, false); }

 private:
  std::uint32_t number(int size, bool big_endian) {
    const Bytes raw = take(static_cast<size_t>(size));
    std::uint32_t value = 0;
    for (size_t i = 0; i < raw.size(); ++i) value = value << 8 | raw[big_endian ? i : raw.size() - 1 - i];
    return value;
  }
  Bytes bytes_;
  size_t at_ = 0;
  bool ok_ = true;
};

bool starts_with(Bytes bytes, std::string_view text) {
  return bytes.size() >= text.size() && std::memcmp(bytes.data(), text.data(), text.size()) == 0;
}

bool is_text(Bytes bytes, std::string_view text) {
  return bytes.size() == text.size() && starts_with(bytes, text);
}

// ---- JPEG ----

constexpr std::uint8_t kStartOfScan = 0xDA;
constexpr std::uint8_t kEndOfImage = 0xD9;

// SOF0..SOF15 without DHT (C4), JPG (C8) and DAC (CC), which share the range.
bool is_frame_header(std::uint32_t marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

// From the first scan on, 0xFF is followed by 0 or a restart marker inside coded data, so markers can be found without
// decoding.
std::optional<HeaderError> check_scans(Bytes coded) {
  int scans = 1;
  const std::uint8_t* at = coded.data();
  const std::uint8_t* end = at + coded.size();
  while (at < end && (at = static_cast<const std::uint8_t*>(std::memchr(at, 0xFF, static_cast<size_t>(end - at))))) {
    if (at + 1 >= end) break;
    if (at[1] == kEndOfImage) return std::nullopt;
    if (at[1] == kStartOfScan && ++scans > kMaxScans) return HeaderError::malformed;
    at += at[1] == 0xFF ? 1 : 2;
  }
  return HeaderError::truncated;
}

Result read_jpeg(Bytes file) {
  Reader in(file);
  in.seek(2);
  std::optional<Header> header;
  int orientation = 1;
  while (in.ok() && in.left() > 0) {
    if (in.big(1) != 0xFF) return HeaderError::malformed;
    std::uint32_t marker = in.big(1);
    while (in.ok() && marker == 0xFF) marker = in.big(1);  // fill bytes
    if (!in.ok()) return HeaderError::truncated;
    if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7)) continue;  // no length follows
    if (marker == kEndOfImage) return HeaderError::malformed;            // ends before any picture
    const std::uint32_t length = in.big(2);
    if (!in.ok()) return HeaderError::truncated;
    if (length < 2) return HeaderError::malformed;
    Bytes body = in.take(length - 2);
    if (!in.ok()) return HeaderError::truncated;
    if (is_frame_header(marker)) {
      Reader frame(body);
      frame.big(1);  // bits per sample
      const std::uint32_t height = frame.big(2);
      const std::uint32_t width = frame.big(2);
      if (!frame.ok() || width == 0 || height == 0 || header) return HeaderError::malformed;
      header = Header{Format::jpeg, width, height, 1};
    } else if (marker == 0xE1 && starts_with(body, std::string_view("Exif\0\0", 6)) && orientation == 1) {
      orientation = exif_orientation(body.subspan(6));
    } else if (marker == kStartOfScan) {
      if (!header) return HeaderError::malformed;
      if (const auto error = check_scans(file.subspan(in.at()))) return *error;
      header->orientation = orientation;
      return *header;
    }
  }
  return HeaderError::truncated;
}

// ---- PNG ----

constexpr std::string_view kPngSignature("\x89PNG\r\n\x1a\n", 8);

Result read_png(Bytes file) {
  Reader in(file);
  in.seek(kPngSignature.size());
  std::optional<Header> header;
  int orientation = 1;
  std::uint32_t colours = 0;
  constexpr std::uint32_t kGrey = 0, kAlpha = 4;  // kAlpha: a bit
  bool data = false;
  while (in.ok() && in.left() > 0) {
    const std::uint32_t length = in.big(4);
    const Bytes type = in.take(4);
    const Bytes body = in.take(length);
    in.big(4);  // CRC: libpng checks it, of the chunks that make the picture
    if (!in.ok()) return HeaderError::truncated;
    if (!header && !is_text(type, "IHDR")) return HeaderError::malformed;
    if (is_text(type, "IHDR")) {
      Reader size(body);
      const std::uint32_t width = size.big(4);
      const std::uint32_t height = size.big(4);
      size.big(1);  // bits
      colours = size.big(1);
      constexpr std::uint32_t kLargest = 0x7FFFFFFF;
      if (header || !size.ok() || width == 0 || height == 0 || width > kLargest || height > kLargest) {
        return HeaderError::malformed;
      }
      header = Header{Format::png, width, height, 1, (colours & kAlpha) != 0};
    } else if (is_text(type, "tRNS")) {
      if (colours == kGrey) return HeaderError::malformed;  // the decoder would show what nobody sees
      header->transparent = true;
    } else if (is_text(type, "acTL")) {
      return HeaderError::malformed;  // an animation is not a photo
    } else if (is_text(type, "eXIf")) {
      orientation = exif_orientation(body);
    } else if (is_text(type, "IDAT")) {
      data = true;
    } else if (is_text(type, "IEND")) {
      if (!data) return HeaderError::malformed;
      header->orientation = orientation;
      return *header;
    }
  }
  return HeaderError::truncated;
}

// ---- WebP ----

// The size inside a lossy (VP8) or lossless (VP8L) bitstream.
std::optional<Header> read_webp_stream(Bytes type, Bytes body) {
  Reader in(body);
  if (is_text(type, "VP8 ")) {
    const std::uint32_t tag = in.little(3);
    const bool key_frame = (tag & 1) == 0;
    const bool start_code = in.big(3) == 0x9D012A;
    const std::uint32_t width = in.little(2) & 0x3FFF;  // the upper two bits are a scaling hint
    const std::uint32_t height = in.little(2) & 0x3FFF;
    if (!in.ok() || !key_frame || !start_code) return std::nullopt;
    return Header{Format::webp, width, height, 1};
  }
  const bool signature = in.big(1) == 0x2F;
  const std::uint32_t bits = in.little(4);  // 14 bits width - 1, 14 bits height - 1, alpha, version
  if (!in.ok() || !signature || bits >> 29 != 0) return std::nullopt;
  return Header{Format::webp, (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, 1, (bits >> 28 & 1) != 0};
}

Result read_webp(Bytes file) {
  Reader in(file);
  in.seek(4);
  const std::uint64_t riff_size = in.little(4);
  if (riff_size < 4 || riff_size % 2 != 0) return HeaderError::malformed;
  if (riff_size + 8 > file.size()) return HeaderError::truncated;
  in = Reader(file.first(static_cast<size_t>(riff_size) + 8));
  in.seek(12);
  std::optional<Header> canvas, picture;
  int orientation = 1;
  bool transparent = false;
  while (in.ok() && in.left() >= 8) {
    const Bytes type = in.take(4);
    const std::uint32_t length = in.little(4);
    const Bytes body = in.take(length);
    if (!in.ok()) return HeaderError::truncated;
    if (length % 2 != 0) in.take(1);
    if (is_text(type, "VP8X")) {
      Reader extended(body);
      const std::uint32_t flags = extended.little(4);
      const std::uint32_t width = extended.little(3) + 1;
      const std::uint32_t height = extended.little(3) + 1;
      constexpr std::uint32_t kAnimation = 0x02, kAlpha = 0x10;
      transparent = transparent || (flags & kAlpha) != 0;
      if (!extended.ok() || canvas || picture || (flags & kAnimation) != 0) return HeaderError::malformed;
      canvas = Header{Format::webp, width, height, 1};
    } else if (is_text(type, "VP8 ") || is_text(type, "VP8L")) {
      if (picture) return HeaderError::malformed;
      picture = read_webp_stream(type, body);
      if (!picture || picture->width == 0 || picture->height == 0) return HeaderError::malformed;
    } else if (is_text(type, "ALPH")) {
      transparent = true;
    } else if (is_text(type, "EXIF")) {
      orientation = exif_orientation(starts_with(body, std::string_view("Exif\0\0", 6)) ? body.subspan(6) : body);
    }
  }
  if (!picture) return HeaderError::malformed;
  if (canvas && (canvas->width != picture->width || canvas->height != picture->height)) return HeaderError::malformed;
  picture->orientation = orientation;
  picture->transparent = picture->transparent || transparent;
  return *picture;
}

}  // namespace

int exif_orientation(Bytes tiff) {
  Reader in(tiff);
  const Bytes order = in.take(2);
  const bool big_endian = is_text(order, "MM");
  if (!big_endian && !is_text(order, "II")) return 1;
  const auto number = [&](int size) { return big_endian ? in.big(size) : in.little(size); };
  if (number(2) != 42) return 1;
  in.seek(number(4));
  constexpr std::uint32_t kMaxEntries = 512;  // a first directory has a few dozen
  const std::uint32_t entries = std::min(number(2), kMaxEntries);
  for (std::uint32_t i = 0; i < entries && in.ok(); ++i) {
    const std::uint32_t tag = number(2);
    const std::uint32_t type = number(2);
    const std::uint32_t count = number(4);
    const std::uint32_t value = number(2);
    number(2);  // the rest of the value field
    constexpr std::uint32_t kOrientation = 0x0112;
    constexpr std::uint32_t kShort = 3;
    if (tag != kOrientation || !in.ok()) continue;
    return type == kShort && count == 1 && value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

Result read_header(Bytes file) {
  if (file.size() >= 3 && file[0] == 0xFF && file[1] == 0xD8 && file[2] == 0xFF) return read_jpeg(file);
  if (starts_with(file, kPngSignature)) return read_png(file);
  if (file.size() >= 12 && starts_with(file, "RIFF") && starts_with(file.subspan(8), "WEBP")) return read_webp(file);
  return HeaderError::not_an_image;
}

std::string_view media_type(Format format) {
  switch (format) {
    case Format::jpeg:
      return "image/jpeg";
    case Format::png:
      return "image/png";
    case Format::webp:
      return "image/webp";
  }
  return "";
}

bool agrees(std::string_view declared, Format format) {
  declared = declared.substr(0, declared.find(';'));
  while (!declared.empty() && declared.back() == ' ') declared.remove_suffix(1);
  const std::array<std::string_view, 4> no_claim{"", "application/octet-stream", "image/*", "*/*"};
  if (std::find(no_claim.begin(), no_claim.end(), declared) != no_claim.end()) return true;
  const auto same = [](std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
      return (x >= 'A' && x <= 'Z' ? static_cast<char>(x - 'A' + 'a') : x) == y;
    });
  };
  return same(declared, media_type(format)) || (format == Format::jpeg && same(declared, "image/jpg"));
}

}  // namespace image_analyzer
