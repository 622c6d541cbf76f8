#include <gtest/gtest.h>

#include <numbers>
#include <opencv2/imgproc.hpp>
#include <reason_texts/reason_texts.hpp>

#include "recapture_component.hpp"

namespace cotejo::recapture {
namespace {

constexpr int kWidth = 1200, kHeight = 757;
const Quad kWhole{cv::Point2d(0, 0), {kWidth, 0}, {kWidth, kHeight}, {0, kHeight}};

// A card with a coloured heading, a portrait, lines of text, curved fine lines behind them, and a camera's noise.
cv::Mat card(int noise_seed = 1) {
  cv::Mat out(kHeight, kWidth, CV_8UC3, cv::Scalar(228, 234, 238));
  for (int k = 0; k < 60; ++k)
    cv::ellipse(out, {600, 400 + 9 * k}, {900, 380}, 0, 0, 360, cv::Scalar(222, 214, 232), 1, cv::LINE_AA);
  cv::putText(out, "INSTITUTO DE PRUEBA", {260, 90}, cv::FONT_HERSHEY_DUPLEX, 1.7, cv::Scalar(150, 40, 190), 3,
              cv::LINE_AA);
  cv::ellipse(out, {180, 380}, {100, 140}, 0, 0, 360, cv::Scalar(90, 120, 200), -1, cv::LINE_AA);
  for (int i = 0; i < 9; ++i)
    cv::putText(out, "CALLE LOS OLMOS 12 COL CENTRO", {380, 180 + 60 * i}, cv::FONT_HERSHEY_SIMPLEX, 1.1,
                cv::Scalar(50, 45, 45), 2, cv::LINE_AA);
  cv::Mat noise(out.size(), CV_16SC3), sum;
  cv::RNG(static_cast<std::uint64_t>(noise_seed)).fill(noise, cv::RNG::NORMAL, 0, 4);
  out.convertTo(sum, CV_16SC3);
  sum += noise;
  sum.convertTo(out, CV_8UC3);
  return out;
}

cv::Mat without_colour(const cv::Mat& picture) {
  cv::Mat grey, out;
  cv::cvtColor(picture, grey, cv::COLOR_BGR2GRAY);
  cv::cvtColor(grey, out, cv::COLOR_GRAY2BGR);
  return out;
}

// Yellowish light from one side.
cv::Mat lit(const cv::Mat& picture) {
  cv::Mat out = picture.clone();
  for (int y = 0; y < out.rows; ++y)
    for (int x = 0; x < out.cols; ++x)
      out.at<cv::Vec3b>(y, x)[0] = cv::saturate_cast<uchar>(out.at<cv::Vec3b>(y, x)[0] * (0.95 - 0.15 * x / out.cols));
  return out;
}

cv::Mat displayed(const cv::Mat& picture, double pitch, double depth) {
  cv::Mat out = picture.clone();
  for (int y = 0; y < out.rows; ++y)
    for (int x = 0; x < out.cols; ++x)
      for (int c = 0; c < 3; ++c) {
        const double column = 2 * std::numbers::pi * ((x + 0.04 * y) / pitch + c / 3.0);
        const double row = 2 * std::numbers::pi * (y - 0.04 * x) / pitch;  // dark between the rows of pixels, too
        out.at<cv::Vec3b>(y, x)[c] = cv::saturate_cast<uchar>(
            out.at<cv::Vec3b>(y, x)[c] * (1 + depth * std::sin(column)) * (1 + depth / 2 * std::sin(row)));
      }
  return out;
}

cv::Mat compressed_blocks(
    const cv::Mat& picture) {  // every block of 8x8 a little lighter or darker, as strong JPEG does
  cv::Mat out = picture.clone();
  cv::RNG random(3);
  for (int y = 0; y + 8 <= out.rows; y += 8)
    for (int x = 0; x + 8 <= out.cols; x += 8) out({x, y, 8, 8}) += cv::Scalar::all(random.uniform(-6, 7));
  return out;
}

// Fine lines behind the print, as evenly spaced as a display's rows.
cv::Mat ruled(const cv::Mat& picture) {
  cv::Mat out = picture.clone();
  for (int y = 0; y < out.rows; ++y) out.row(y) *= 1 + 0.03 * std::sin(2 * std::numbers::pi * y / 4.4);
  return out;
}

TEST(ColourSpread, IsFarApartForACardAndItsCopyWhateverTheLight) {
  EXPECT_GT(colour_spread(card()), 12);
  EXPECT_GT(colour_spread(lit(card())), 12);
  EXPECT_LT(colour_spread(without_colour(card())), 1);
  EXPECT_LT(colour_spread(lit(without_colour(card()))), 4);
}

TEST(PaperLight, IsTheSameOfAGreyPicture) {
  cv::Mat grey;
  cv::cvtColor(card(), grey, cv::COLOR_BGR2GRAY);
  EXPECT_GT(paper_light(grey), 0.5);
  EXPECT_DOUBLE_EQ(paper_light(grey), paper_light(card()));
}

TEST(GridStrength, FindsTheGridOfADisplayAtEachPitch) {
  for (const double pitch : {2.3, 2.9, 3.3, 3.7})
    EXPECT_GT(measure_grid(displayed(card(), pitch, 0.08), kWhole, 4)->strength, 6) << pitch;
}

TEST(GridStrength, TakesNeitherPrintNorNoiseNorCompressionForAGrid) {
  for (int seed = 1; seed <= 5; ++seed) EXPECT_LT(measure_grid(card(seed), kWhole, 4)->strength, 4) << seed;
  EXPECT_LT(measure_grid(compressed_blocks(card()), kWhole, 4)->strength, 4);
}

TEST(GridStrength, SaysNothingOfACardThatIsTooSmall) {
  EXPECT_FALSE(measure_grid(card()(cv::Rect(0, 0, 200, 120)), {cv::Point2d(0, 0), {200, 0}, {200, 120}, {0, 120}}, 4));
  EXPECT_FALSE(measure_grid(card(), {cv::Point2d(300, 200), {680, 200}, {680, 440}, {300, 440}}, 4));
}

std::vector<std::string> codes(const cv::Mat& photo, std::string_view side = "front") {
  testing::Fake<DocumentRecapture> fake;
  const auto image = as_image(photo, Image::whole(kWidth, kHeight));
  fake.given("image", image).given("card", image).given("side", side);
  std::vector<std::string> out;
  const auto result = fake.run();
  cotejo::testing::expect_worded(result.items);
  for (const auto& item : result.items) out.push_back(item.code);
  return out;
}

TEST(DocumentRecapture, NamesEachKindOfReproduction) {
  EXPECT_TRUE(codes(card()).empty());
  EXPECT_EQ(codes(without_colour(card())), std::vector<std::string>{"document.black_and_white_copy"});
  EXPECT_EQ(codes(displayed(card(), 3.1, 0.1)), std::vector<std::string>{"document.photo_of_display"});
}

TEST(DocumentRecapture, TakesLinesThatRunOneWayForPrint) {
  EXPECT_GT(measure_grid(ruled(card()), kWhole, 4)->strength, 4);
  EXPECT_TRUE(codes(ruled(card())).empty());
}

// Crossed lines of another pitch in each part of the card, and none on the portrait: a security ground.
TEST(DocumentRecapture, TakesGridsThatChangeFromPlaceToPlaceForPrint) {
  cv::Mat printed = card();
  const double pitches[] = {3.1, 2.6, 4.1};
  for (int i = 0; i < 3; ++i) {
    const cv::Rect part(i * kWidth / 3, 0, kWidth / 3, kHeight);
    displayed(card(), pitches[i], 0.1)(part).copyTo(printed(part));
  }
  const auto grid = measure_grid(printed, kWhole, 4);
  ASSERT_TRUE(grid);
  EXPECT_GT(grid->strength, 4);
  EXPECT_FALSE(grid->everywhere);
  EXPECT_TRUE(codes(printed).empty());
}

TEST(DocumentRecapture, LeavesTheColoursOfACardInTheDarkOpen) {
  const cv::Mat dark = card() * 0.09;
  EXPECT_LT(colour_spread(dark), 5);
  EXPECT_TRUE(codes(dark).empty());
  testing::Fake<DocumentRecapture> fake;
  const auto image = as_image(dark, Image::whole(kWidth, kHeight));
  fake.given("image", image).given("card", image).given("side", "front");
  const auto result = fake.run();
  EXPECT_EQ(result.traits.at("grid").absent_reason, "document.colours_unclear");
  EXPECT_EQ(codes(without_colour(card()) * 0.6), std::vector<std::string>{"document.black_and_white_copy"});
}

TEST(DocumentRecapture, AsksNoColourOfABack) {
  EXPECT_TRUE(codes(without_colour(card()), "back").empty());
}

}  // namespace
}  // namespace cotejo::recapture
