#include "../image_header.hpp"

#include <gtest/gtest.h>

#include <random>

#include "pictures.hpp"

namespace image_analyzer {
namespace {

using testing::encode;
using testing::File;
using testing::text_page;
using testing::with_orientation;

Header header_of(const File& file) {
  const auto result = read_header(file);
  EXPECT_TRUE(std::holds_alternative<Header>(result));
  return std::holds_alternative<Header>(result) ? std::get<Header>(result) : Header{};
}

HeaderError error_of(const File& file) {
  const auto result = read_header(file);
  EXPECT_TRUE(std::holds_alternative<HeaderError>(result));
  return std::holds_alternative<HeaderError>(result) ? std::get<HeaderError>(result) : HeaderError{-1};
}

struct Kind {
  const char* extension;
  std::vector<int> options;
  Format format;
};

class EveryKind : public ::testing::TestWithParam<Kind> {};

TEST_P(EveryKind, SizeIsReadWithoutDecoding) {
  const Header header = header_of(encode(text_page(321, 123), GetParam().extension, GetParam().options));
  EXPECT_EQ(header.format, GetParam().format);
  EXPECT_EQ(header.width, 321U);
  EXPECT_EQ(header.height, 123U);
  EXPECT_EQ(header.orientation, 1);
}

TEST_P(EveryKind, FileThatWasCutOffIsTruncatedWhereverTheCutIs) {
  const File file = encode(text_page(321, 123), GetParam().extension, GetParam().options);
  for (const double share : {0.3, 0.6, 0.9, 0.99}) {
    const File part(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(static_cast<double>(file.size()) * share));
    EXPECT_EQ(error_of(part), HeaderError::truncated) << share;
  }
}

TEST_P(EveryKind, NoPrefixAndNoFlippedByteIsReadPastItsEnd) {
  const File file = encode(text_page(64, 40), GetParam().extension, GetParam().options);
  std::mt19937 random(7);
  for (size_t length = 0; length < file.size(); ++length) {
    File part(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(length));
    part.shrink_to_fit();
    (void)read_header(part);  // the address sanitizer is the judge
    if (length > 0) part[random() % length] = static_cast<std::uint8_t>(random());
    (void)read_header(part);
  }
}

INSTANTIATE_TEST_SUITE_P(ImageHeader, EveryKind,
                         ::testing::Values(Kind{".jpg", {}, Format::jpeg},
                                           Kind{".jpg", {cv::IMWRITE_JPEG_PROGRESSIVE, 1}, Format::jpeg},
                                           Kind{".png", {}, Format::png},
                                           Kind{".webp", {cv::IMWRITE_WEBP_QUALITY, 80}, Format::webp},
                                           Kind{".webp", {cv::IMWRITE_WEBP_QUALITY, 101}, Format::webp}));

TEST(ImageHeader, APngWithATransparentGreyIsNotRead) {
  File file = encode(cv::Mat(8, 8, CV_8UC1, cv::Scalar(40)), ".png");
  const File transparent{0, 0, 0, 2, 't', 'R', 'N', 'S', 0, 40, 0, 0, 0, 0};  // its CRC is not looked at here
  ASSERT_TRUE(std::holds_alternative<Header>(read_header(file)));
  constexpr std::ptrdiff_t kAfterHeader = 8 + 4 + 4 + 13 + 4;
  file.insert(file.begin() + kAfterHeader, transparent.begin(), transparent.end());
  EXPECT_EQ(std::get<HeaderError>(read_header(file)), HeaderError::malformed);
}

TEST(ImageHeader, BytesOfNoFormatAreNotAnImage) {
  EXPECT_EQ(error_of({}), HeaderError::not_an_image);
  EXPECT_EQ(error_of({'%', 'P', 'D', 'F', '-', '1', '.', '7'}), HeaderError::not_an_image);
  EXPECT_EQ(error_of(File(4096, 0)), HeaderError::not_an_image);
}

TEST(ImageHeader, AnnouncedSizeIsReportedHoweverSmallTheFile) {
  File bomb = encode(text_page(16, 16), ".png");
  const std::uint8_t size[] = {0, 1, 0, 0};  // 65536
  std::copy(size, size + 4, bomb.begin() + 16);
  std::copy(size, size + 4, bomb.begin() + 20);
  EXPECT_EQ(header_of(bomb).width, 65536U);
  EXPECT_EQ(header_of(bomb).height, 65536U);
}

TEST(ImageHeader, OrientationOfAJpegIsRead) {
  const File plain = encode(text_page(64, 40), ".jpg");
  for (int orientation = 1; orientation <= 8; ++orientation) {
    EXPECT_EQ(header_of(with_orientation(plain, orientation)).orientation, orientation);
  }
}

TEST(ImageHeader, OrientationThatDoesNotExistMeansUpright) {
  const File plain = encode(text_page(64, 40), ".jpg");
  EXPECT_EQ(header_of(with_orientation(plain, 0)).orientation, 1);
  EXPECT_EQ(header_of(with_orientation(plain, 9)).orientation, 1);
}

TEST(ImageHeader, BytesAfterTheEndOfAJpegAreAllowed) {  // phones append previews and depth maps
  File file = encode(text_page(64, 40), ".jpg");
  file.insert(file.end(), 1000, 0x42);
  EXPECT_EQ(header_of(file).width, 64U);
}

TEST(ImageHeader, JpegWithMoreScansThanAnyPhotoIsRefused) {
  File file = encode(text_page(64, 40), ".jpg");
  file.resize(file.size() - 2);
  for (int i = 0; i < kMaxScans; ++i) file.insert(file.end(), {0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0});
  file.insert(file.end(), {0xFF, 0xD9});
  EXPECT_EQ(error_of(file), HeaderError::malformed);
}

TEST(ImageHeader, DeclaredTypeIsComparedWithTheBytes) {
  EXPECT_TRUE(agrees("image/jpeg", Format::jpeg));
  EXPECT_TRUE(agrees("IMAGE/JPEG; q=1", Format::jpeg));
  EXPECT_TRUE(agrees("image/jpg", Format::jpeg));
  EXPECT_TRUE(agrees("", Format::png));
  EXPECT_TRUE(agrees("application/octet-stream", Format::webp));
  EXPECT_FALSE(agrees("image/jpeg", Format::png));
  EXPECT_FALSE(agrees("application/pdf", Format::jpeg));
}

}  // namespace
}  // namespace image_analyzer
