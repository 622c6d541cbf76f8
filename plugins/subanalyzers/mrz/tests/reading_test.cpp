// Pages drawn and photographed here, read back. The measurements over many specimens are elsewhere; these say what must
// never break.
#include "mrz/reading.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <opencv2/imgproc.hpp>

#include "conditions.hpp"
#include "reader.hpp"
#include "zone_polish.hpp"

namespace cotejo::mrz {
namespace {

using testing::Camera;
using testing::Kind;

class Pages : public ::testing::Test {
 protected:
  void SetUp() override {
    if (testing::installed_fonts().ocr_b.empty()) GTEST_SKIP() << "fonts-ocr-b is not installed";
  }
  testing::Page page(const std::vector<std::string>& zone) {
    return testing::draw_page(zone, {.font = testing::installed_fonts().ocr_b.front()}, random_);
  }
  std::mt19937 random_{3};
};

const Camera kScan{.zone_width = 1000, .blur = 0.1, .noise = 0.1, .desk = 0.03, .white_desk = true, .shade = 0.1};

TEST_F(Pages, EveryFormatIsReadFromACleanScan) {
  for (Kind kind : testing::kKinds) {
    const auto zone = testing::random_zone(kind, random_);
    const auto read = read_zone(testing::take_picture(page(zone), kScan, random_));
    ASSERT_TRUE(read) << zone[0];
    EXPECT_TRUE(read->credible());
    EXPECT_EQ(read->decoded.lines, zone);
  }
}

TEST_F(Pages, TheZoneIsFoundAtAllFourRotations) {
  const auto zone = testing::random_zone(Kind::td3, random_);
  const cv::Mat upright = testing::take_picture(page(zone), kScan, random_);
  for (int turn = -1; turn < 3; ++turn) {
    cv::Mat turned = upright;
    if (turn >= 0) cv::rotate(upright, turned, turn);
    const auto read = read_zone(turned);
    ASSERT_TRUE(read) << turn;
    EXPECT_EQ(read->decoded.lines, zone) << turn;
  }
}

// One picture of each kind, chosen by its seed alone.
TEST_F(Pages, EveryKindOfPictureIsRead) {
  for (const auto& condition : testing::conditions()) {
    if (condition.name == "hard" || condition.name == "ornate") continue;  // not all of these can be read
    const auto sample = testing::sample(condition, 77);
    const auto read = read_zone(sample.picture);
    ASSERT_TRUE(read) << condition.name;
    EXPECT_TRUE(read->credible()) << condition.name;
    EXPECT_EQ(read->decoded.lines, sample.zone) << condition.name;
  }
}

// Blurred fillers at the end: the first 36 characters of a passport's lines are a visa's, all digits right.
TEST_F(Pages, APassportIsNotTakenForTheVisaThatItBeginsLike) {
  const auto hard = std::find_if(testing::conditions().begin(), testing::conditions().end(),
                                 [](const auto& condition) { return condition.name == "hard"; });
  const auto sample = testing::sample(*hard, 3015);
  ASSERT_EQ(sample.kind, Kind::td3);
  const auto read = read_zone(sample.picture);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->decoded.format, Format::td3);
  ASSERT_EQ(read->decoded.lines.size(), sample.zone.size());
  EXPECT_EQ(read->decoded.lines[0].size(), sample.zone[0].size());
  EXPECT_EQ(read->decoded.lines[1], sample.zone[1]);  // no check digit stands for the names above
}

// Fillers on strong lines: of forty-four characters thirty-six were made, and those digits are right, too.
TEST_F(Pages, APassportIsNotTakenForACardWithStretchedFillers) {
  const auto cut_out = std::find_if(testing::conditions().begin(), testing::conditions().end(),
                                    [](const auto& condition) { return condition.name == "cut_out"; });
  const auto sample = testing::sample(*cut_out, 3016);
  ASSERT_EQ(sample.kind, Kind::td3);
  const auto read = read_zone(sample.picture);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->decoded.lines, sample.zone);
}

TEST_F(Pages, SevenPixelsACharacterAreEnough) {
  Camera camera = kScan;
  camera.zone_width = 44 * 7, camera.shrunk_late = true;
  int right = 0;
  for (int n = 0; n < 5; ++n) {
    const auto zone = testing::random_zone(Kind::td3, random_);
    const auto read = read_zone(testing::take_picture(page(zone), camera, random_));
    right += read && read->decoded.lines == zone;
  }
  EXPECT_GE(right, 4);
}

// Rows of print around a card are longer than the zone's, and read well in places.
TEST_F(Pages, ACardOnASheetOfPrintIsFound) {
  const auto zone = testing::random_zone(Kind::td1, random_);
  const cv::Mat card = testing::take_picture(
      page(zone), {.zone_width = 700, .blur = 0.1, .noise = 0.1, .desk = 0, .shade = 0.1}, random_);
  cv::Mat sheet(card.rows + 500, card.cols + 300, CV_8UC3, cv::Scalar::all(238));
  const std::string words = "DE FECHA 88213 Y CUENTA 310 TOTAL DEL FOLIO ";
  for (int y = 20, row = 0; y < sheet.rows; y += 24, ++row)
    cv::putText(sheet, words.substr(static_cast<std::size_t>(row % 9)) + words + words, {6, y},
                cv::FONT_HERSHEY_SIMPLEX, 0.5, cv::Scalar::all(50), 1, cv::LINE_AA);
  card.copyTo(sheet(cv::Rect(140, 240, card.cols, card.rows)));
  const auto read = read_zone(sheet);
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->credible());
  EXPECT_EQ(read->decoded.lines, zone);
}

// Looks that differ leave doubts, which each of them alone does not show.
TEST_F(Pages, TheMeanOfSeveralLooksIsAsClearAsItsCharacters) {
  Camera camera = kScan;
  camera.blur = 0.9;
  const cv::Mat picture = testing::take_picture(page(testing::random_zone(Kind::td3, random_)), camera, random_);
  cv::Mat grey;
  cv::cvtColor(picture, grey, cv::COLOR_BGR2GRAY);
  Pyramid pyramid(grey);
  const auto read = read_zone(picture);
  ASSERT_TRUE(read);
  for (const auto& line : looked_at_again(network(), pyramid, read->zone).lines)
    EXPECT_DOUBLE_EQ(line.clarity, clarity_of(line.cells));
}

TEST_F(Pages, ALineIsWhereItsBoxIs) {
  std::vector<cv::Point2f> corners;
  const auto zone = testing::random_zone(Kind::td1, random_);
  const auto read = read_zone(testing::take_picture(page(zone), kScan, random_, &corners));
  ASSERT_TRUE(read);
  const cv::Rect2f number = read->box(span_of(Format::td1, Field::document_number)), all = read->box();
  EXPECT_GT(number.width, all.width * 0.25F);
  EXPECT_LT(number.width, all.width * 0.36F);
  EXPECT_NEAR(number.y, all.y, 4);
  EXPECT_NEAR(all.x, corners[0].x, 15);
  EXPECT_NEAR(all.br().x, corners[2].x, 15);
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
  reading.decoded.lines[0][0] = 'X';  // few document codes begin so
  EXPECT_FALSE(reading.credible());
  reading.decoded.checks_right = 4, reading.decoded.probability = {{0.99}};
  EXPECT_TRUE(reading.credible());
  reading.decoded.inside = 0.9;
  EXPECT_FALSE(reading.credible());
}

TEST(Reading, TinyAndOddPicturesAreSurvived) {
  for (const cv::Size size : {cv::Size(1, 1), cv::Size(3, 400), cv::Size(400, 3), cv::Size(40, 40)})
    EXPECT_FALSE(read_zone(cv::Mat(size, CV_8UC3, cv::Scalar(90, 90, 90))));
}

}  // namespace
}  // namespace cotejo::mrz
