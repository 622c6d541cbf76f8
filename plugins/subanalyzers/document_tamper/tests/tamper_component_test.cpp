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
