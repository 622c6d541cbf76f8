// The values that ports carry: small typed values, which appear in results (traits), and large artifacts, which stay
// inside a verification. A value is immutable once other nodes can see it, hence the shared_ptr<const …>.
#pragma once
#include <array>
#include <boost/json/value.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace cotejo::domain {

// The numbers are those of COTEJO_TEXT to COTEJO_AUDIO in abi.h.
enum class ValueType { text = 1, integer, number, boolean, date, vector, json, bytes = 15, image, frames, audio };
std::string_view to_string(ValueType type);
std::optional<ValueType> value_type(std::string_view name);
bool is_artifact(ValueType type);  // bytes, image, frames, audio: never part of a result

enum class PixelFormat { gray8 = 1, bgr8 = 3 };  // the number is bytes a pixel

struct Image {
  PixelFormat format = PixelFormat::bgr8;
  std::uint32_t width = 0, height = 0;  // pixels
  std::uint64_t stride = 0;             // bytes from one row to the next
  std::shared_ptr<const std::uint8_t> pixels;
  std::int64_t time_ns = 0;             // of a video frame: since its start
  std::array<double, 9> to_evidence{};  // row-major homography from pixels to relative coordinates of the evidence
};

// Where the corners of the image lie on the evidence, in relative coordinates: top left, top right, bottom right,
// bottom left.
std::array<std::array<double, 2>, 4> outline(const Image& image);

struct Frames {
  std::vector<Image> frames;
  std::int64_t duration_ns = 0;
};

struct Audio {
  std::uint32_t sample_rate = 0;  // Hz
  std::vector<float> samples;     // one channel, -1..1
};

// Evidence exactly as it was submitted: mapped from a file, or in memory when it is small.
struct Bytes {
  const std::uint8_t* data = nullptr;
  std::size_t size = 0;
  std::string media_type;
  std::string digest;                 // sha256:…
  std::shared_ptr<const void> owner;  // keeps the mapping or the buffer alive
};

struct Value {
  ValueType type = ValueType::text;
  // text, date: string · integer · number · boolean · vector · json · artifacts
  std::variant<std::monostate, std::string, std::int64_t, double, bool, std::vector<float>, boost::json::value,
               std::shared_ptr<const Bytes>, std::shared_ptr<const Image>, std::shared_ptr<const Frames>,
               std::shared_ptr<const Audio>>
      data;
};

// A box in relative coordinates of the evidence: 0..1, origin top left.
struct Region {
  double x = 0, y = 0, width = 0, height = 0;
  std::uint32_t page = 0;
  std::int64_t time_ns = 0;
};

boost::json::value to_json(const Value& value);  // artifacts become null

}  // namespace cotejo::domain
