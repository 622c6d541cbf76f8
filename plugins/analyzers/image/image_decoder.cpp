#include "image_decoder.hpp"

#include <algorithm>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <shrinking/shrink.hpp>

#include "jpeg_decoder.hpp"

namespace image_analyzer {
namespace {

// A JPEG is decoded at 1/2, 1/4 or 1/8 (cheaper than decoding it whole) when that leaves at least this share of the
// longest side that was asked for.
constexpr double kReducedShare = 0.75;

struct Plan {
  int denominator = 1;
  cv::Size decoded;
  cv::Size shrunk;  // equal to decoded when nothing is left to shrink
};

Plan plan_decoding(const Header& header, int max_side) {
  Plan plan;
  const int longest = static_cast<int>(std::max(header.width, header.height));
  if (header.format == Format::jpeg && longest > max_side) {
    for (const int d : {2, 4, 8}) {
      if (longest / d >= max_side * kReducedShare) plan.denominator = d;
    }
  }
  const auto reduced = [&](std::uint32_t side) {
    const auto denominator = static_cast<std::uint32_t>(plan.denominator);
    return static_cast<int>((side + denominator - 1) / denominator);
  };
  plan.decoded = {reduced(header.width), reduced(header.height)};
  const double factor =
      std::min(1.0, static_cast<double>(max_side) / std::max(plan.decoded.width, plan.decoded.height));
  plan.shrunk = {std::max(1, cvRound(plan.decoded.width * factor)), std::max(1, cvRound(plan.decoded.height * factor))};
  return plan;
}

// What is seen of a transparent picture on white paper: what nobody sees must not be read. 16 bits become 8 as they do
// in OpenCV's decoder.
template <class Value>
cv::Mat on_white(const cv::Mat& bgra) {
  constexpr int kWhite = 255, kBits = 8 * (static_cast<int>(sizeof(Value)) - 1);
  cv::Mat out(bgra.size(), CV_8UC3);
  for (int y = 0; y < bgra.rows; ++y) {
    const auto* from = bgra.ptr<Value>(y);
    auto* to = out.ptr(y);
    for (int x = 0; x < bgra.cols; ++x, from += 4, to += 3) {
      const int opaque = from[3] >> kBits;
      for (int c = 0; c < 3; ++c)
        to[c] =
            static_cast<std::uint8_t>(((from[c] >> kBits) * opaque + kWhite * (kWhite - opaque) + kWhite / 2) / kWhite);
    }
  }
  return out;
}

// Into `pixels`; a JPEG into the memory that it has. False: unreadable.
bool decode_stored(std::span<const std::uint8_t> file, const Header& header, const Plan& plan, cv::Mat& pixels) {
  if (header.format == Format::jpeg) {
    pixels.create(plan.decoded, CV_8UC3);
    const JpegResult result = decode_jpeg(file, plan.denominator, pixels);
    if (result != JpegResult::four_inks) return result == JpegResult::decoded;
  }
  const int flags = plan.denominator == 8   ? cv::IMREAD_REDUCED_COLOR_8
                    : plan.denominator == 4 ? cv::IMREAD_REDUCED_COLOR_4
                    : plan.denominator == 2 ? cv::IMREAD_REDUCED_COLOR_2
                    : header.transparent    ? cv::IMREAD_UNCHANGED
                                            : cv::IMREAD_COLOR;
  const cv::Mat bytes(1, static_cast<int>(file.size()), CV_8UC1, const_cast<std::uint8_t*>(file.data()));
  // Not into memory of ours: when its decoder refuses the header, OpenCV 4.6 leaves what it is given as it was, which
  // is the picture before this one.
  pixels = cv::imdecode(bytes, flags | cv::IMREAD_IGNORE_ORIENTATION);
  if (pixels.type() == CV_8UC4) pixels = on_white<std::uint8_t>(pixels);
  if (pixels.type() == CV_16UC4) pixels = on_white<std::uint16_t>(pixels);
  return pixels.type() == CV_8UC3 && pixels.size() == plan.decoded;
}

bool swaps_sides(int orientation) {
  return orientation >= 5;
}

// EXIF: 2 mirrored, 3 turned by 180, 4 both, 5 transposed, 6 needs a clockwise turn, 7 transverse, 8 needs a
// counter-clockwise turn.
void make_upright(const cv::Mat& from, int orientation, cv::Mat& to) {
  switch (orientation) {
    case 2:
      cv::flip(from, to, 1);
      return;
    case 3:
      cv::rotate(from, to, cv::ROTATE_180);
      return;
    case 4:
      cv::flip(from, to, 0);
      return;
    case 5:
      cv::transpose(from, to);
      return;
    case 6:
      cv::rotate(from, to, cv::ROTATE_90_CLOCKWISE);
      return;
    case 7: {
      cv::Mat turned;
      cv::rotate(from, turned, cv::ROTATE_180);
      cv::transpose(turned, to);
      return;
    }
    case 8:
      cv::rotate(from, to, cv::ROTATE_90_COUNTERCLOCKWISE);
      return;
    default:
      from.copyTo(to);
  }
}

}  // namespace

std::variant<Decoded, DecodeError> decode(std::span<const std::uint8_t> file, const Header& header,
                                          const DecodeLimits& limits, const Allocate& allocate) {
  if (static_cast<double>(header.width) * header.height > limits.max_pixels) return DecodeError::too_many_pixels;
  const Plan plan = plan_decoding(header, limits.max_side);
  const bool turned = swaps_sides(header.orientation);
  const cv::Size size = turned ? cv::Size(plan.shrunk.height, plan.shrunk.width) : plan.shrunk;
  void* memory = allocate(static_cast<std::uint64_t>(size.width) * static_cast<std::uint64_t>(size.height) * 3);
  if (memory == nullptr) return DecodeError::out_of_memory;

  Decoded result;
  result.pixels = cv::Mat(size, CV_8UC3, memory);
  result.width = turned ? header.height : header.width;
  result.height = turned ? header.width : header.height;
  try {
    const bool direct = header.orientation == 1 && plan.shrunk == plan.decoded;
    cv::Mat decoded = direct ? result.pixels : cv::Mat();
    if (!decode_stored(file, header, plan, decoded)) return DecodeError::unreadable;
    if (decoded.data == memory) return result;
    if (plan.shrunk != plan.decoded) {
      cv::Mat shrunk = header.orientation == 1 ? result.pixels : cv::Mat();
      shrinking::shrink(decoded, shrunk, plan.shrunk);
      decoded = shrunk;
    }
    if (decoded.data != memory) make_upright(decoded, header.orientation, result.pixels);
  } catch (const std::exception&) {  // cv::Exception, std::bad_alloc: what OpenCV says about hostile bytes
    return DecodeError::unreadable;
  }
  if (result.pixels.data != memory) return DecodeError::unreadable;
  return result;
}

}  // namespace image_analyzer
