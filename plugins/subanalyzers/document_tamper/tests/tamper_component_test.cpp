#include "tamper_component.hpp"

#include <gtest/gtest.h>

#include <cotejo/testing.hpp>

#include "printed_page.hpp"

namespace cotejo::tamper {
namespace {

using testing::jpeg;
using testing::page;
using Fake = cotejo::testing::Fake<DocumentTamper>;

std::string_view text_of(const std::vector<std::uint8_t>& file) {
  return {reinterpret_cast<const char*>(file.data()), file.size()};
}

TEST(DocumentTamper, TellsScorePartsMarksAndMapOfAPicture) {
  const auto file = jpeg(page(), 85);
  const cv::Mat grey = testing::decoded(file);
  Fake fake;
  fake.given_evidence("evidence", text_of(file), "image/jpeg");
  fake.given("image", as_image(grey, Image::whole(static_cast<std::uint32_t>(grey.cols),
                                                  static_cast<std::uint32_t>(grey.rows))));
  const auto result = fake.run();
  EXPECT_EQ(result.status, Status::ok);
  EXPECT_TRUE(result.breaches.empty());
  for (const char* name : {"score", "parts", "editor", "content", "likeness", "heat"})
    EXPECT_TRUE(result.trait(name)) << name;
}

cotejo::testing::Result examined(const std::vector<std::uint8_t>& file, std::string_view media_type) {
  const cv::Mat grey = testing::decoded(file);
  Fake fake;
  fake.given_evidence("evidence", text_of(file), media_type);
  fake.given("image", as_image(grey, Image::whole(static_cast<std::uint32_t>(grey.cols),
                                                  static_cast<std::uint32_t>(grey.rows))));
  return fake.run();
}

std::vector<std::uint8_t> png(const cv::Mat& picture) {
  std::vector<std::uint8_t> file;
  cv::imencode(".png", picture, file);
  return file;
}

// Whoever alters a JPEG and saves it as PNG has taken away what nearly all signs are looked for in.
TEST(DocumentTamper, GivesNoScoreToAPictureWhoseHistoryIsUnknown) {
  const auto result = examined(png(testing::decoded(jpeg(page(), 85))), "image/png");
  EXPECT_EQ(result.status, Status::ok);
  EXPECT_TRUE(result.breaches.empty());
  EXPECT_FALSE(result.trait("score"));
  EXPECT_EQ(result.traits.at("score").absent_reason, "document.tamper.no_history");
  for (const char* name : {"editor", "content", "likeness", "heat"}) EXPECT_TRUE(result.trait(name)) << name;
}

// What is found without a history stands.
TEST(DocumentTamper, ScoresACopiedPartWhateverTheHistory) {
  cv::Mat picture = page(3);
  const cv::Rect from(120, 140, 300, 50);
  picture(from).clone().copyTo(picture(cv::Rect({610, 460}, from.size())));
  const auto result = examined(png(picture), "image/png");
  ASSERT_TRUE(result.trait("score"));
  EXPECT_GT(std::get<double>(result.trait("score")->value), 0.5);
}

TEST(DocumentTamper, ReadsThePartsOfAPdf) {
  Fake fake;
  fake.given_evidence("evidence", "%PDF-1.4", "application/pdf");
  fake.given("text", R"({"pages": [], "fonts": []})").given("revisions", 3).given("producer", "Sejda 5");
  const auto result = fake.run();
  EXPECT_TRUE(result.breaches.empty());
  ASSERT_TRUE(result.trait("score"));
  EXPECT_GT(std::get<double>(result.trait("score")->value), 0.9);
  EXPECT_EQ(std::get<std::string>(result.trait("editor")->value), "sejda");
}

TEST(DocumentTamper, ASignatureDoesNotExplainAChangedPage) {
  const auto score = [](std::string_view appended) {
    Fake fake;
    fake.given_evidence("evidence", "%PDF-1.4", "application/pdf");
    fake.given("text", R"({"pages": [], "fonts": []})").given("revisions", 2).given("signatures", "[{}]");
    fake.given("appended", appended);
    return std::get<double>(fake.run().trait("score")->value);
  };
  EXPECT_LT(score(R"([{"start": 9, "pages": [], "annotations": [0], "signature": true, "readable": true}])"), 0.5);
  EXPECT_GT(score(R"([{"start": 9, "pages": [0], "annotations": [], "signature": true, "readable": true}])"), 0.8);
}

TEST(DocumentTamper, SaysNothingOfWhatIsNeitherOrTooSmall) {
  Fake other;
  other.given_evidence("evidence", "{}", "application/json");
  EXPECT_FALSE(other.run().trait("score"));
  const cv::Mat small(100, 200, CV_8UC1, cv::Scalar(200));
  const auto file = jpeg(small, 80);
  Fake fake;
  fake.given_evidence("evidence", text_of(file), "image/jpeg").given("image", as_image(small, Image::whole(200, 100)));
  EXPECT_FALSE(fake.run().trait("score"));
}

TEST(DocumentTamper, StopsWhenAsked) {
  const auto file = jpeg(page(), 85);
  const cv::Mat grey = testing::decoded(file);
  for (const int polls : {0, 3, 10, 25}) {
    Fake fake;
    fake.given_evidence("evidence", text_of(file), "image/jpeg").cancel_after(polls);
    fake.given("image", as_image(grey, Image::whole(static_cast<std::uint32_t>(grey.cols),
                                                    static_cast<std::uint32_t>(grey.rows))));
    EXPECT_EQ(fake.run().status, Status::cancelled) << polls;
  }
}

}  // namespace
}  // namespace cotejo::tamper
