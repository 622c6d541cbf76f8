// Pages drawn and photographed here, read back. The measurements over many specimens are elsewhere; these say what must
// never break.
#include "mrz/reading.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <opencv2/imgproc.hpp>

#include "pages.hpp"
#include "reader.hpp"

namespace cotejo::mrz {
namespace {

using testing::Kind;
using testing::PageOptions;

training::Font ocr_b() {
  static const training::Font font = training::load_font("/usr/share/fonts/opentype/ocr-b/OCRB.otf");
  return font;
}

class Pages : public ::testing::Test {
 protected:
  void SetUp() override {
    if (ocr_b().pitch == 0) GTEST_SKIP() << "fonts-ocr-b is not installed";
  }
};

const Kind kKinds[] = {Kind::td1, Kind::td2, Kind::td3, Kind::mrv_a, Kind::mrv_b, Kind::ine};

TEST_F(Pages, EveryFormatIsReadFromACleanScan) {
  std::mt19937 random(3);
  PageOptions scan;
  scan.blur = 0.1, scan.noise = 0.1, scan.perspective = 0, scan.turn = false, scan.desk = false, scan.long_side = 1200;
  for (Kind kind : kKinds) {
    const auto zone = testing::random_zone(kind, random);
    const auto read = read_zone(testing::photograph(zone, ocr_b(), scan, random));
    ASSERT_TRUE(read) << zone[0];
    EXPECT_TRUE(read->credible());
    EXPECT_EQ(read->decoded.lines, zone);
  }
}

TEST_F(Pages, TheZoneIsFoundAtAllFourRotations) {
  std::mt19937 random(4);
  PageOptions scan;
  scan.blur = 0.1, scan.noise = 0.1, scan.perspective = 0, scan.turn = false, scan.desk = false, scan.long_side = 1100;
  const auto zone = testing::random_zone(Kind::td3, random);
  const cv::Mat upright = testing::photograph(zone, ocr_b(), scan, random);
  for (int turn = -1; turn < 3; ++turn) {
    cv::Mat turned = upright;
    if (turn >= 0) cv::rotate(upright, turned, turn);
    const auto read = read_zone(turned);
    ASSERT_TRUE(read) << turn;
    EXPECT_EQ(read->decoded.lines, zone) << turn;
  }
}

TEST_F(Pages, ALineIsWhereItsBoxIs) {
  std::mt19937 random(5);
  PageOptions scan;
  scan.blur = 0, scan.noise = 0, scan.perspective = 0, scan.turn = false, scan.desk = false, scan.long_side = 1000;
  const auto zone = testing::random_zone(Kind::td1, random);
  const cv::Mat page = testing::photograph(zone, ocr_b(), scan, random);
  const auto read = read_zone(page);
  ASSERT_TRUE(read);
  const cv::Rect2f number = read->box(span_of(Format::td1, Field::document_number)), all = read->box();
  EXPECT_GT(number.width, all.width * 0.25F);
  EXPECT_LT(number.width, all.width * 0.36F);
  EXPECT_NEAR(number.y, all.y, 4);
}

TEST(Reading, APictureWithoutAZoneHasNone) {
  cv::Mat photo(700, 1000, CV_8UC3, cv::Scalar(180, 190, 200));
  cv::theRNG().state = 9;
  for (int i = 0; i < 40; ++i)
    cv::circle(photo, {(i * 211) % 1000, (i * 97) % 700}, 5 + i % 17, cv::Scalar(20, 40, 60), -1);
  for (int i = 0; i < 8; ++i)
    cv::putText(photo, "Calle de la Noria y otras palabras", {60, 80 + i * 70}, cv::FONT_HERSHEY_SIMPLEX, 1,
                cv::Scalar(10, 10, 10), 2);
  const auto read = read_zone(photo);
  EXPECT_FALSE(read && read->credible());
}

// Capitals on a card's front, bent into the alphabets of a zone: two check digits are right by chance.
TEST(Reading, OtherTextWithSomeRightDigitsIsNotCredible) {
  ZoneReading reading;
  reading.decoded.lines = {"CAVEDEEECTORLP7ZYH67101116HOOO", "5110766M1011614NPZHO3<11991O37", std::string(30, '<')};
  reading.decoded.checks = 4, reading.decoded.checks_right = 2, reading.decoded.inside = 0.84;
  EXPECT_FALSE(reading.credible());
  reading.decoded.inside = 0.99;  // as in a zone whose print or reading is wrong in places
  EXPECT_TRUE(reading.credible());
  reading.decoded.lines[0][0] = 'X';  // no document code begins so
  EXPECT_FALSE(reading.credible());
}

TEST(Reading, TinyAndOddPicturesAreSurvived) {
  for (const cv::Size size : {cv::Size(1, 1), cv::Size(3, 400), cv::Size(400, 3), cv::Size(40, 40)})
    EXPECT_FALSE(read_zone(cv::Mat(size, CV_8UC3, cv::Scalar(90, 90, 90))));
}

}  // namespace
}  // namespace cotejo::mrz
