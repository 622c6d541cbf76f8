// The types of values as a plugin sees them: views of memory that the host owns, valid until run() returns.
#pragma once
#include <cotejo/abi.h>

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace cotejo {

// Bytes of the ABI as text, without a copy.
inline std::string_view view(cotejo_bytes b) noexcept {
  return {static_cast<const char*>(b.data), static_cast<std::size_t>(b.size)};
}
// Text as bytes of the ABI, without a copy.
inline cotejo_bytes bytes(std::string_view s) noexcept {
  return {s.data(), s.size()};
}

// How a call ended.
enum class Status : cotejo_status {
  ok = COTEJO_OK,
  cancelled = COTEJO_CANCELLED,
  pending = COTEJO_PENDING,
  invalid_input = COTEJO_INVALID_INPUT,
  unavailable = COTEJO_UNAVAILABLE,
  unsupported = COTEJO_UNSUPPORTED,
  internal = COTEJO_INTERNAL
};
// How serious a finding is.
enum class Severity : int32_t {
  info = COTEJO_INFO,
  minor = COTEJO_MINOR,
  major = COTEJO_MAJOR,
  critical = COTEJO_CRITICAL
};
// The result of a check. Undecided never counts as pass; none means that no verdict was given.
enum class Verdict : int32_t { none = 0, pass = COTEJO_PASS, fail = COTEJO_FAIL, undecided = COTEJO_UNDECIDED };

// A box in relative coordinates of the evidence: 0..1, origin top left.
struct Region {
  double x = 0, y = 0, width = 0, height = 0;  // `x` and `y` are the top left corner
  std::uint32_t page = 0;                      // of a document, counted from 0
  std::int64_t time_ns = 0;                    // of a video, since its start
};

// Evidence exactly as it was submitted. It may be hostile: check everything.
struct Evidence {
  std::span<const std::uint8_t> data;  // the complete content
  std::string_view media_type;         // as the sender declared it; the content may be something else
};

// ISO 8601 calendar date as text, YYYY-MM-DD.
struct Date {
  std::string_view iso;  // not checked here: the host refuses anything that is not a date
};

// A JSON text. What comes from the host is valid JSON of limited size and depth.
struct Json {
  std::string_view text;                                                 // UTF-8
  boost::json::value parse() const { return boost::json::parse(text); }  // throws when the text is not JSON
};

using Vector = std::span<const float>;  // An embedding or another list of numbers.

// A decoded picture: the whole evidence or a part of it. The pixels are borrowed.
struct Image {
  std::uint32_t format = COTEJO_BGR8;    // COTEJO_GRAY8 or COTEJO_BGR8
  std::uint32_t width = 0, height = 0;   // pixels
  std::uint64_t stride = 0;              // bytes from one row to the next
  const std::uint8_t* pixels = nullptr;  // the first row
  std::int64_t time_ns = 0;              // of a video frame: since the start of the video
  // Row-major 3x3 homography from pixel coordinates of this image to relative coordinates (0..1) of the evidence.
  std::array<double, 9> to_evidence{1, 0, 0, 0, 1, 0, 0, 0, 1};

  // `to_evidence` of an image that shows the whole evidence.
  static std::array<double, 9> whole(std::uint32_t width, std::uint32_t height) {
    return {1.0 / width, 0, 0, 0, 1.0 / height, 0, 0, 0, 1};
  }

  // Where in the evidence a box of this image (in pixels) lies: the bounding box of its four mapped corners, clipped to
  // the evidence.
  Region region(double x, double y, double w, double h) const {
    const auto& m = to_evidence;
    double left = 1, top = 1, right = 0, bottom = 0;
    for (auto [px, py] : {std::pair{x, y}, std::pair{x + w, y}, std::pair{x, y + h}, std::pair{x + w, y + h}}) {
      const double s = m[6] * px + m[7] * py + m[8];
      const double u = std::clamp((m[0] * px + m[1] * py + m[2]) / s, 0.0, 1.0);
      const double v = std::clamp((m[3] * px + m[4] * py + m[5]) / s, 0.0, 1.0);
      left = std::min(left, u), right = std::max(right, u), top = std::min(top, v), bottom = std::max(bottom, v);
    }
    return {left, top, std::max(0.0, right - left), std::max(0.0, bottom - top), 0, time_ns};
  }
};

// Frames that were picked from a video, in order of time. The pixels are borrowed.
class Frames {
 public:
  Frames() = default;
  explicit Frames(const cotejo_frames* frames) : frames_(frames) {}  // a view; the host owns `frames`
  std::size_t size() const { return frames_ ? frames_->count : 0; }  // number of frames
  Image operator[](std::size_t i) const;                             // frame `i`, which must be less than size()
  double duration() const {
    return frames_ ? static_cast<double>(frames_->duration_ns) / 1e9 : 0;
  }  // seconds, of the whole video

 private:
  const cotejo_frames* frames_ = nullptr;
};

// Sound of one channel. The samples are borrowed.
struct Audio {
  std::uint32_t sample_rate = 0;   // Hz
  std::span<const float> samples;  // -1..1
};

namespace detail {

inline Image image(const cotejo_image& i) {
  Image out{i.format, i.width, i.height, i.stride, i.pixels, i.time_ns, {}};
  std::copy(std::begin(i.to_evidence), std::end(i.to_evidence), out.to_evidence.begin());
  return out;
}

inline cotejo_image image(const Image& i) {
  cotejo_image out{sizeof(cotejo_image), i.format, i.width, i.height, i.stride, i.pixels, i.time_ns, {}};
  std::copy(i.to_evidence.begin(), i.to_evidence.end(), out.to_evidence);
  return out;
}

// Maps a C++ type to an ABI type: its number, its name in the declaration, and the conversion in both directions.
template <class T>
struct Wire;

template <std::uint32_t Type>
struct WireText {
  static constexpr std::uint32_t type = Type;
  static cotejo_value value(std::string_view text) { return {sizeof(cotejo_value), Type, 0, 0, bytes(text), nullptr}; }
};
template <>
struct Wire<std::string> : WireText<COTEJO_TEXT> {
  using View = std::string_view;
  static constexpr const char* name = "text";
  static View read(const cotejo_input& in) { return view(in.value->bytes); }
};
template <>
struct Wire<Date> {
  using View = Date;
  static constexpr std::uint32_t type = COTEJO_DATE;
  static constexpr const char* name = "date";
  static View read(const cotejo_input& in) { return {view(in.value->bytes)}; }
  static cotejo_value value(Date date) { return WireText<COTEJO_DATE>::value(date.iso); }
  static cotejo_value value(std::string_view iso) { return WireText<COTEJO_DATE>::value(iso); }
};
template <>
struct Wire<Json> {
  using View = Json;
  static constexpr std::uint32_t type = COTEJO_JSON;
  static constexpr const char* name = "json";
  static View read(const cotejo_input& in) { return {view(in.value->bytes)}; }
  static cotejo_value value(Json json) { return WireText<COTEJO_JSON>::value(json.text); }
};
template <>
struct Wire<std::int64_t> {
  using View = std::int64_t;
  static constexpr std::uint32_t type = COTEJO_INTEGER;
  static constexpr const char* name = "integer";
  static View read(const cotejo_input& in) { return in.value->integer; }
  static cotejo_value value(View v) { return {sizeof(cotejo_value), type, v, 0, {nullptr, 0}, nullptr}; }
};
template <>
struct Wire<bool> {
  using View = bool;
  static constexpr std::uint32_t type = COTEJO_BOOLEAN;
  static constexpr const char* name = "boolean";
  static View read(const cotejo_input& in) { return in.value->integer != 0; }
  static cotejo_value value(View v) { return {sizeof(cotejo_value), type, v ? 1 : 0, 0, {nullptr, 0}, nullptr}; }
};
template <>
struct Wire<double> {
  using View = double;
  static constexpr std::uint32_t type = COTEJO_NUMBER;
  static constexpr const char* name = "number";
  static View read(const cotejo_input& in) { return in.value->number; }
  static cotejo_value value(View v) { return {sizeof(cotejo_value), type, 0, v, {nullptr, 0}, nullptr}; }
};
template <>
struct Wire<Vector> {
  using View = Vector;
  static constexpr std::uint32_t type = COTEJO_VECTOR;
  static constexpr const char* name = "vector";
  static View read(const cotejo_input& in) {
    return {static_cast<const float*>(in.value->bytes.data),
            static_cast<std::size_t>(in.value->bytes.size / sizeof(float))};
  }
  static cotejo_value value(View v) { return {sizeof(cotejo_value), type, 0, 0, {v.data(), v.size_bytes()}, nullptr}; }
};
template <>
struct Wire<Evidence> {
  using View = Evidence;
  static constexpr std::uint32_t type = COTEJO_BYTES;
  static constexpr const char* name = "bytes";
  static View read(const cotejo_input& in) {
    const auto& b = in.value->bytes;
    return {{static_cast<const std::uint8_t*>(b.data), static_cast<std::size_t>(b.size)}, view(in.media_type)};
  }
};
template <>
struct Wire<Image> {
  using View = Image;
  static constexpr std::uint32_t type = COTEJO_IMAGE;
  static constexpr const char* name = "image";
  static View read(const cotejo_input& in) { return image(*static_cast<const cotejo_image*>(in.value->artifact)); }
};
template <>
struct Wire<Frames> {
  using View = Frames;
  static constexpr std::uint32_t type = COTEJO_FRAMES;
  static constexpr const char* name = "frames";
  static View read(const cotejo_input& in) { return Frames{static_cast<const cotejo_frames*>(in.value->artifact)}; }
};
template <>
struct Wire<Audio> {
  using View = Audio;
  static constexpr std::uint32_t type = COTEJO_AUDIO;
  static constexpr const char* name = "audio";
  static View read(const cotejo_input& in) {
    const auto& a = *static_cast<const cotejo_audio*>(in.value->artifact);
    return {a.sample_rate, {a.samples, static_cast<std::size_t>(a.count)}};
  }
};

}  // namespace detail

inline Image Frames::operator[](std::size_t i) const {
  return detail::image(*frames_->frames[i]);
}

}  // namespace cotejo
