#include "../image_analyzer.hpp"

#include <gtest/gtest.h>

#include "../../testing/analyze.hpp"
#include "pictures.hpp"

namespace image_analyzer {
namespace {

using cotejo::testing::Fake;
using cotejo::testing::Result;
using testing::encode;
using testing::File;
using testing::text_page;

Result analyze(const File& file, std::string_view declared = "image/jpeg", std::string_view params = "{}") {
  return cotejo::testing::analyze<ImageAnalyzer>(cotejo::testing::text_of(file), declared, params);
}

TEST(ImageAnalyzer, GoodPhotoComesOutWithItsMeasuresAndNothingToReport) {
  const Result result = analyze(encode(text_page(1200, 750), ".jpg"));
  EXPECT_EQ(result.status, cotejo::Status::ok);
  EXPECT_TRUE(result.items.empty());
  EXPECT_EQ(result.trait("width")->integer(), 1200);
  EXPECT_EQ(result.trait("height")->integer(), 750);
  EXPECT_EQ(result.trait("media_type")->text(), "image/jpeg");
  const auto& image = std::get<std::shared_ptr<cotejo::testing::OwnedImage>>(result.trait("pixels")->value)->image;
  EXPECT_EQ(image.width, 1200U);
  const auto region = image.region(300, 375, 600, 375);
  EXPECT_NEAR(region.x, 0.25, 1e-9);
  EXPECT_NEAR(region.height, 0.5, 1e-9);
}

TEST(ImageAnalyzer, EachSpoiltPhotoIsReportedByItsOwnCode) {
  const cv::Mat page = text_page(1200, 750);
  cv::Mat spoilt;
  cv::GaussianBlur(page, spoilt, {}, 9);
  EXPECT_NE(analyze(encode(spoilt, ".jpg")).item("image.blurred"), nullptr);
  EXPECT_NE(analyze(encode(page * 0.1, ".jpg")).item("image.too_dark"), nullptr);
  EXPECT_NE(analyze(encode(page * 4 + cv::Scalar::all(180), ".jpg")).item("image.overexposed"), nullptr);
  cv::resize(page, spoilt, {320, 200});
  EXPECT_NE(analyze(encode(spoilt, ".jpg")).item("image.too_small"), nullptr);
}

TEST(ImageAnalyzer, ItemSaysWhatWasMeasuredAndAgainstWhichLimit) {
  const Result result = analyze(encode(text_page(1200, 750) * 0.1, ".jpg"), "image/jpeg", R"({"min_exposure": 0.3})");
  const auto* item = result.item("image.too_dark");
  ASSERT_NE(item, nullptr);
  EXPECT_DOUBLE_EQ(item->params.at("limit").as_double(), 0.3);
  EXPECT_NEAR(item->params.at("exposure").as_double(), result.trait("exposure")->number(), 1e-4);
  EXPECT_GE(item->confidence, 0.5);
}

TEST(ImageAnalyzer, HostileFilesAreRefusedWithTheirOwnCode) {
  const File good = encode(text_page(320, 200), ".jpg");
  const auto code = [](const File& file, std::string_view declared, std::string_view params = "{}") {
    const Result result = analyze(file, declared, params);
    EXPECT_EQ(result.status, cotejo::Status::invalid_input);
    EXPECT_TRUE(result.traits.empty());
    return result.failure_code;
  };
  EXPECT_EQ(code({}, "image/jpeg"), "evidence.unreadable");
  EXPECT_EQ(code(File(100, 'x'), "image/jpeg"), "evidence.unreadable");
  EXPECT_EQ(code(good, "image/png"), "evidence.media_type_mismatch");
  EXPECT_EQ(code(File(good.begin(), good.end() - 40), "image/jpeg"), "evidence.truncated");
  EXPECT_EQ(code(good, "image/jpeg", R"({"max_pixels": 1000})"), "evidence.too_many_pixels");
}

TEST(ImageAnalyzer, BombIsRefusedWithoutTheMemoryItAsksFor) {
  File bomb = encode(text_page(16, 16), ".png");
  const std::uint8_t size[] = {0, 0, 0xFF, 0xFF};
  std::copy(size, size + 4, bomb.begin() + 16);
  std::copy(size, size + 4, bomb.begin() + 20);
  EXPECT_EQ(analyze(bomb, "image/png").failure_code, "evidence.too_many_pixels");
}

TEST(ImageAnalyzer, CallWithoutMemoryFailsAsUnavailable) {
  const File file = encode(text_page(1200, 750), ".jpg");
  Fake<ImageAnalyzer> fake;
  fake.given_evidence("evidence", {reinterpret_cast<const char*>(file.data()), file.size()}, "image/jpeg");
  EXPECT_EQ(fake.memory_limit(1000).run().status, cotejo::Status::unavailable);
}

}  // namespace
}  // namespace image_analyzer
