#include <gtest/gtest.h>

#include <cotejo/testing.hpp>

#include "conditions.hpp"
#include "mrz_component.hpp"

namespace cotejo::mrz {
namespace {

using cotejo::testing::Fake;
using mrz::testing::Kind;

cv::Mat scan_of(const std::vector<std::string>& zone, std::mt19937& random) {
  return mrz::testing::take_picture(
      mrz::testing::draw_page(zone, {.font = mrz::testing::installed_fonts().ocr_b.at(0)}, random),
      {.zone_width = 900, .blur = 0.1, .noise = 0.1, .desk = 0.02, .white_desk = true, .shade = 0.1}, random);
}

cotejo::Image image_of(const cv::Mat& mat) {
  return cotejo::as_image(
      mat, cotejo::Image::whole(static_cast<std::uint32_t>(mat.cols), static_cast<std::uint32_t>(mat.rows)));
}

TEST(MrzComponent, EmitsTheFieldsOfAnIneCard) {
  std::mt19937 random(8);
  const auto zone = mrz::testing::random_zone(Kind::ine, random);
  const cv::Mat photo = scan_of(zone, random);
  Fake<Mrz> fake;
  const auto result = fake.given("image", image_of(photo)).run();
  ASSERT_EQ(result.status, cotejo::Status::ok);
  EXPECT_TRUE(result.breaches.empty());
  const auto text = [&](const char* name) { return std::get<std::string>(result.traits.at(name).value); };
  EXPECT_EQ(text("format"), "TD1");
  EXPECT_EQ(text("lines"), zone[0] + "\n" + zone[1] + "\n" + zone[2]);
  EXPECT_EQ(text("document_number"), zone[0].substr(5, 9));
  EXPECT_EQ(text("sex"), zone[1].substr(7, 1));
  EXPECT_EQ(text("expiry_date").substr(4), "-12-31");
  EXPECT_TRUE(std::get<bool>(result.traits.at("valid").value));
  EXPECT_GT(result.traits.at("document_number").probability, 0.9);
  EXPECT_TRUE(result.traits.at("document_number").region);
}

// Nobody but women has an F, on whatever card.
TEST(MrzComponent, TellsTheWomanThatAnIneCardCallsF) {
  std::mt19937 random(8);
  auto zone = mrz::testing::random_zone(Kind::ine, random);
  zone[1][7] = 'F';
  Fake<Mrz> fake;
  const auto result = fake.given("image", image_of(scan_of(zone, random))).run();
  EXPECT_EQ(std::get<std::string>(result.traits.at("lines").value), zone[0] + "\n" + zone[1] + "\n" + zone[2]);
  EXPECT_EQ(std::get<std::string>(result.traits.at("sex").value), "M");
  EXPECT_GT(result.traits.at("sex").probability, 0.9);
}

TEST(MrzComponent, SaysThatThereIsNoZone) {
  const cv::Mat photo(600, 800, CV_8UC3, cv::Scalar(120, 130, 140));
  Fake<Mrz> fake;
  const auto result = fake.given("image", image_of(photo)).run();
  ASSERT_EQ(result.status, cotejo::Status::ok);
  EXPECT_TRUE(result.breaches.empty());
  for (const char* name :
       {"format", "lines", "valid", "document_number", "surnames", "given_names", "birth_date", "sex", "expiry_date"})
    EXPECT_EQ(result.traits.at(name).absent_reason, "mrz.not_found") << name;
  ASSERT_EQ(result.items.size(), 1U);
  EXPECT_EQ(result.items[0].code, "mrz.not_found");
}

TEST(MrzComponent, StopsWhenItIsCancelled) {
  const cv::Mat photo(600, 800, CV_8UC3, cv::Scalar(120, 130, 140));
  Fake<Mrz> fake;
  EXPECT_EQ(fake.given("image", image_of(photo)).cancel_after(0).run().status, cotejo::Status::cancelled);
}

}  // namespace
}  // namespace cotejo::mrz
