#include "../image_decoder.hpp"

#include <gtest/gtest.h>
#include <turbojpeg.h>

#include <algorithm>
#include <memory>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "pictures.hpp"

namespace image_analyzer {
namespace {

using testing::encode;
using testing::File;
using testing::text_page;
using testing::with_orientation;

struct Memory {
  std::vector<std::unique_ptr<std::uint8_t[]>> blocks;
  void* operator()(std::uint64_t bytes) {
    blocks.push_back(std::make_unique<std::uint8_t[]>(bytes));
    return blocks.back().get();
  }
};

std::variant<Decoded, DecodeError> decode_file(const File& file, Memory& memory, const DecodeLimits& limits = {}) {
  return decode(file, std::get<Header>(read_header(file)), limits, std::ref(memory));
}

bool is_red(const cv::Mat& image, double x, double y) {
  const cv::Rect area(cvRound(image.cols * x) - 2, cvRound(image.rows * y) - 2, 4, 4);
  const cv::Scalar mean = cv::mean(image(area));
  return mean[2] > mean[0] + 60;
}

TEST(ImageDecoder, PixelsLieInTheMemoryThatWasAskedFor) {
  for (const char* extension : {".jpg", ".png", ".webp"}) {
    Memory memory;
    const auto result = decode_file(encode(text_page(320, 200), extension), memory);
    ASSERT_TRUE(std::holds_alternative<Decoded>(result)) << extension;
    ASSERT_EQ(memory.blocks.size(), 1U);
    const auto& pixels = std::get<Decoded>(result).pixels;
    EXPECT_EQ(pixels.data, memory.blocks[0].get()) << extension;
    EXPECT_EQ(pixels.size(), cv::Size(320, 200));
    EXPECT_TRUE(is_red(pixels, 0.48, 0.04)) << extension;
  }
}

TEST(ImageDecoder, AJpegComesOutAsOpenCvDecodesIt) {
  const File file = encode(text_page(1203, 901), ".jpg");
  for (const auto& [max_side, flags] : {std::pair(1203, cv::IMREAD_COLOR),
                                        {600, cv::IMREAD_REDUCED_COLOR_2},
                                        {301, cv::IMREAD_REDUCED_COLOR_4},
                                        {151, cv::IMREAD_REDUCED_COLOR_8}}) {
    Memory memory;
    DecodeLimits limits;
    limits.max_side = max_side;
    const auto result = decode_file(file, memory, limits);
    ASSERT_TRUE(std::holds_alternative<Decoded>(result));
    cv::Mat expected = cv::imdecode(file, flags);
    const cv::Mat& pixels = std::get<Decoded>(result).pixels;
    if (expected.size() != pixels.size()) cv::resize(expected, expected, pixels.size(), 0, 0, cv::INTER_AREA);
    EXPECT_LE(cv::norm(pixels, expected, cv::NORM_INF), 1) << max_side;
  }
}

// The page with this much of each of its pixels to be seen, of the bits' whole.
cv::Mat page_seen_by(double part, int depth) {
  const double whole = depth == CV_8U ? 255 : 65535;
  cv::Mat page, colours[4];
  text_page(120, 90).convertTo(page, depth, whole / 255);
  cv::split(page, colours);
  colours[3] = cv::Mat(page.size(), depth, cv::Scalar(part * whole));
  cv::merge(colours, 4, page);
  return page;
}

TEST(ImageDecoder, WhatIsTransparentIsWhite) {
  const cv::Mat page = text_page(120, 90);
  for (const auto& [extension, depth] : {std::pair(".png", CV_8U), {".png", CV_16U}, {".webp", CV_8U}})
    for (const double part : {0.0, 0.4, 1.0}) {
      constexpr int kLossless = 101;
      const File file = encode(page_seen_by(part, depth), extension, {cv::IMWRITE_WEBP_QUALITY, kLossless});
      Memory memory;
      const auto result = decode_file(file, memory);
      ASSERT_TRUE(std::holds_alternative<Decoded>(result)) << extension << depth;
      const cv::Mat expected = page * part + cv::Scalar::all(255 * (1 - part));
      EXPECT_LE(cv::norm(std::get<Decoded>(result).pixels, expected, cv::NORM_INF), part == 0.4 ? 2 : 0)
          << extension << depth << ", " << part;
    }
}

TEST(ImageDecoder, AJpegOfFourInksIsReadToo) {
  std::vector<std::uint8_t> inks(64 * 48 * 4);
  for (size_t i = 0; i < inks.size(); i += 4) inks[i] = 255, inks[i + 1] = inks[i + 2] = 30, inks[i + 3] = 255;
  void* encoder = tjInitCompress();
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
  ASSERT_EQ(tjCompress2(encoder, inks.data(), 64, 0, 48, TJPF_CMYK, &bytes, &size, TJSAMP_444, 95, 0), 0);
  const File file(bytes, bytes + size);
  tjFree(bytes);
  tjDestroy(encoder);
  Memory memory;
  const auto result = decode_file(file, memory);
  ASSERT_TRUE(std::holds_alternative<Decoded>(result));
  EXPECT_TRUE(is_red(std::get<Decoded>(result).pixels, 0.5, 0.5));
}

// Where the red quarter (top left of the upright picture) is stored for each orientation, and whether sides are
// swapped.
TEST(ImageDecoder, EveryOrientationComesOutUpright) {
  const cv::Mat upright = text_page(320, 200);
  cv::Mat turned, stored;
  for (int orientation = 1; orientation <= 8; ++orientation) {
    switch (orientation) {
      case 2:
        cv::flip(upright, stored, 1);
        break;
      case 3:
        cv::rotate(upright, stored, cv::ROTATE_180);
        break;
      case 4:
        cv::flip(upright, stored, 0);
        break;
      case 5:
        cv::transpose(upright, stored);
        break;
      case 6:
        cv::rotate(upright, stored, cv::ROTATE_90_COUNTERCLOCKWISE);
        break;
      case 7:
        cv::rotate(upright, turned, cv::ROTATE_180);
        cv::transpose(turned, stored);
        break;
      case 8:
        cv::rotate(upright, stored, cv::ROTATE_90_CLOCKWISE);
        break;
      default:
        stored = upright.clone();
    }
    Memory memory;
    const auto result = decode_file(with_orientation(encode(stored, ".jpg"), orientation), memory);
    ASSERT_TRUE(std::holds_alternative<Decoded>(result)) << orientation;
    const auto& decoded = std::get<Decoded>(result);
    EXPECT_EQ(decoded.width, 320U) << orientation;
    EXPECT_EQ(decoded.height, 200U) << orientation;
    ASSERT_EQ(decoded.pixels.size(), upright.size()) << orientation;
    EXPECT_LT(cv::norm(decoded.pixels, upright, cv::NORM_L1) / static_cast<double>(upright.total() * 3), 6.0)
        << orientation;
  }
}

TEST(ImageDecoder, LargePicturesAreShrunkToTheLongestSideAskedFor) {
  for (const char* extension : {".jpg", ".png", ".webp"}) {
    Memory memory;
    DecodeLimits limits;
    limits.max_side = 600;
    const auto result = decode_file(encode(text_page(1600, 900), extension), memory, limits);
    ASSERT_TRUE(std::holds_alternative<Decoded>(result)) << extension;
    const auto& decoded = std::get<Decoded>(result);
    EXPECT_LE(decoded.pixels.cols, 600) << extension;
    EXPECT_GE(decoded.pixels.cols, 450) << extension;
    EXPECT_NEAR(decoded.pixels.cols / static_cast<double>(decoded.pixels.rows), 16.0 / 9, 0.02) << extension;
    EXPECT_EQ(decoded.width, 1600U);
    EXPECT_TRUE(is_red(decoded.pixels, 0.48, 0.04)) << extension;
  }
}

TEST(ImageDecoder, ShrunkAndTurnedPictureFitsToo) {
  Memory memory;
  DecodeLimits limits;
  limits.max_side = 500;
  const auto result = decode_file(with_orientation(encode(text_page(1600, 900), ".jpg"), 6), memory, limits);
  ASSERT_TRUE(std::holds_alternative<Decoded>(result));
  const auto& decoded = std::get<Decoded>(result);
  EXPECT_EQ(decoded.width, 900U);
  EXPECT_EQ(decoded.height, 1600U);
  EXPECT_GT(decoded.pixels.rows, decoded.pixels.cols);
  EXPECT_EQ(decoded.pixels.data, memory.blocks[0].get());
}

TEST(ImageDecoder, MorePixelsThanAllowedAreRefusedBeforeMemoryIsAskedFor) {
  Memory memory;
  DecodeLimits limits;
  limits.max_pixels = 320 * 200 - 1;
  const auto result = decode_file(encode(text_page(320, 200), ".png"), memory, limits);
  ASSERT_TRUE(std::holds_alternative<DecodeError>(result));
  EXPECT_EQ(std::get<DecodeError>(result), DecodeError::too_many_pixels);
  EXPECT_TRUE(memory.blocks.empty());
}

TEST(ImageDecoder, DamagedDataIsUnreadableAndNotAGuess) {
  File file = encode(text_page(320, 200), ".png");
  for (size_t i = file.size() / 2; i < file.size() / 2 + 64; ++i) file[i] ^= 0x5A;
  Memory memory;
  const auto result = decode_file(file, memory);
  ASSERT_TRUE(std::holds_alternative<DecodeError>(result));
  EXPECT_EQ(std::get<DecodeError>(result), DecodeError::unreadable);
}

// The memory may hold the picture before this one: another applicant's.
TEST(ImageDecoder, WhatIsInTheMemoryIsNeverTakenForThePicture) {
  const File whole = encode(text_page(320, 200), ".png");
  for (const char* chunk : {"IHDR", "IDAT"}) {
    const auto type = std::search(whole.begin(), whole.end(), chunk, chunk + 4);
    const auto length = static_cast<std::size_t>(type[-2] << 8 | type[-1]);
    File file = whole;
    file[static_cast<std::size_t>(type - whole.begin()) + 4 + length] ^= 1;  // its checksum
    Memory memory;
    const auto result = decode_file(file, memory);
    ASSERT_TRUE(std::holds_alternative<DecodeError>(result)) << chunk;
    EXPECT_EQ(std::get<DecodeError>(result), DecodeError::unreadable) << chunk;
  }
}

// Damage that libjpeg goes on after, and then damage that it cannot: to TurboJPEG's caller both are a warning.
TEST(ImageDecoder, AJpegThatIsGivenUpAfterAWarningIsUnreadable) {
  File file = encode(text_page(320, 200), ".jpg", {cv::IMWRITE_JPEG_PROGRESSIVE, 1});
  const auto after_marker = [&](std::uint8_t marker, auto from) {
    const std::uint8_t bytes[] = {0xFF, marker};
    return std::search(from, file.end(), bytes, bytes + 2) + 2;
  };
  const auto second_tables = after_marker(0xC4, after_marker(0xDA, file.begin()));
  std::fill_n(second_tables + 3, 16, 0xFF);  // more codes than there can be
  file.insert(second_tables - 2, {1, 2, 3});
  Memory memory;
  const auto result = decode_file(file, memory);
  ASSERT_TRUE(std::holds_alternative<DecodeError>(result));
  EXPECT_EQ(std::get<DecodeError>(result), DecodeError::unreadable);
}

TEST(ImageDecoder, AJpegWithDamageThatTheDecoderGoesOnAfterIsRead) {
  File file = encode(text_page(320, 200), ".jpg");
  const auto middle = file.begin() + static_cast<std::ptrdiff_t>(file.size() / 2);
  file.erase(middle, middle + 40);
  Memory memory;
  EXPECT_TRUE(std::holds_alternative<Decoded>(decode_file(file, memory)));
}

TEST(ImageDecoder, NoMemoryIsAnErrorOfItsOwn) {
  const File file = encode(text_page(320, 200), ".png");
  const auto result = decode(file, std::get<Header>(read_header(file)), {}, [](std::uint64_t) { return nullptr; });
  ASSERT_TRUE(std::holds_alternative<DecodeError>(result));
  EXPECT_EQ(std::get<DecodeError>(result), DecodeError::out_of_memory);
}

}  // namespace
}  // namespace image_analyzer
