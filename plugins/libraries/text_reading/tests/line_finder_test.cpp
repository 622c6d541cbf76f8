#include "text_reading/line_finder.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace {

using namespace cotejo::text_reading;

cv::Mat paper() {
  return cv::Mat(200, 600, CV_8UC1, cv::Scalar(220));
}
void write(cv::Mat& page, const char* text, cv::Point at, double scale) {
  cv::putText(page, text, at, cv::FONT_HERSHEY_SIMPLEX, scale, cv::Scalar(40), 2, cv::LINE_AA);
}

TEST(LineFinder, LettersOfOneLineBelongTogether) {
  cv::Mat page = paper();
  write(page, "PRIMERA LINEA", {40, 60}, 0.8);
  write(page, "SEGUNDA", {40, 120}, 0.8);
  const auto lines = find_lines(page);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_LT(lines[0].box.y, lines[1].box.y);
  EXPECT_GT(lines[0].box.width, lines[1].box.width);
}

TEST(LineFinder, ALabelAndALargerValueAreTwoLines) {
  cv::Mat page = paper();
  write(page, "CURP", {40, 80}, 0.5);
  write(page, "VALOR", {100, 80}, 0.9);
  EXPECT_EQ(find_lines(page).size(), 2U);
}

TEST(LineFinder, ColumnsFarApartAreTwoLines) {
  cv::Mat page = paper();
  write(page, "UNO", {40, 80}, 0.8);
  write(page, "DOS", {300, 80}, 0.8);
  EXPECT_EQ(find_lines(page).size(), 2U);
}

TEST(LineFinder, AWideSpaceIsBridgedByAComma) {
  const auto lines_of = [](bool comma) {
    cv::Mat page = paper();
    write(page, "CENTRO", {40, 80}, 0.8);
    write(page, "TAB", {195, 80}, 0.8);  // two letters' room: too wide for one line
    if (comma) cv::rectangle(page, {160, 78, 3, 6}, cv::Scalar(40), cv::FILLED);
    return find_lines(page);
  };
  EXPECT_EQ(lines_of(false).size(), 2U);
  const auto lines = lines_of(true);
  EXPECT_EQ(std::count_if(lines.begin(), lines.end(), [](const auto& line) { return line.box.width > 150; }), 1);
}

TEST(LineFinder, WordsOfWidelySetFixedPitchAreOneLine) {
  const auto lines_of = [](int room) {
    cv::Mat page = paper();
    int x = 40;
    for (const int letters : {3, 4, 6}) {
      for (int i = 0; i < letters; ++i, x += 18) cv::rectangle(page, {x, 66, 11, 13}, cv::Scalar(40), cv::FILLED);
      x += room;
    }
    return find_lines(page).size();
  };
  EXPECT_EQ(lines_of(18), 1U);
  EXPECT_EQ(lines_of(60), 3U);  // columns
}

TEST(LineFinder, TheFullStopOfSmallPrintBelongsToItsLine) {
  cv::Mat page = paper();
  write(page, "AGS", {40, 80}, 0.5);
  const int end = find_lines(page).at(0).box.br().x;
  cv::rectangle(page, {end + 3, 78, 2, 2}, cv::Scalar(0), cv::FILLED);
  const auto lines = find_lines(page);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_GE(lines[0].box.br().x, end + 5);
  EXPECT_EQ(lines[0].marks.size(), 1U);
}

TEST(LineFinder, ALabelAndItsValueArePartedAtTheWidestGapBetweenThem) {
  // An accented letter of the label is as high as the value's letters and links them.
  cv::Mat page = paper();
  int x = 40;
  for (int i = 0; i < 6; ++i, x += 14) cv::rectangle(page, {x, 69, 8, 11}, cv::Scalar(40), cv::FILLED);
  cv::rectangle(page, {x, 65, 8, 15}, cv::Scalar(40), cv::FILLED);
  const int label_end = x + 8;
  for (x = label_end + 14; x < 300; x += 14) cv::rectangle(page, {x, 65, 9, 15}, cv::Scalar(40), cv::FILLED);
  const auto lines = find_lines(page);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_NEAR(std::min(lines[0].box.br().x, lines[1].box.br().x), label_end, 2);
}

TEST(LineFinder, ANarrowDigitStaysWithItsNumberThoughItStandsOffIt) {
  cv::Mat page = paper();
  const auto letter = [&](int x, int width, int height) {
    cv::rectangle(page, {x, 80 - height, width, height}, cv::Scalar(40), cv::FILLED);
  };
  int x = 40;
  for (int i = 0; i < 8; ++i, x += 14) letter(x, 9, 13);
  const int digit = x + 8;
  letter(digit, 5, 16);
  x = digit + 12;
  for (const int height : {17, 17, 16, 17, 16}) letter(x, 11, height), x += 14;
  const auto lines = find_lines(page);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_NEAR(std::max(lines[0].box.x, lines[1].box.x), digit, 2);
}

TEST(LineFinder, WhatStandsBeforeAColumnCanBeTakenOffALine) {
  cv::Mat page = paper();
  write(page, "NOISE", {40, 80}, 0.8);
  write(page, "PACHECO", {130, 80}, 0.8);
  const auto lines = find_lines(page);
  ASSERT_EQ(lines.size(), 1U);
  const auto part = from_column(lines[0], 132);
  ASSERT_TRUE(part);
  EXPECT_NEAR(part->box.x, 132, 4);
  EXPECT_EQ(part->box.br().x, lines[0].box.br().x);
  EXPECT_FALSE(from_column(lines[0], lines[0].box.x)) << "the line begins there";
}

TEST(LineFinder, ATiltedLineIsCutLevel) {
  cv::Mat page = paper(), tilted;
  write(page, "UNA LINEA INCLINADA", {60, 100}, 0.8);
  cv::warpAffine(page, tilted, cv::getRotationMatrix2D({300, 100}, -2, 1), page.size(), cv::INTER_LINEAR,
                 cv::BORDER_REPLICATE);
  const auto lines = find_lines(tilted);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_NEAR(lines[0].slope, 0.035, 0.012);
  EXPECT_LT(cut_line(tilted, lines[0], {.margin = 0.2}).rows, 1.9 * lines[0].letter_height);
}

TEST(LineFinder, ABlankPageAndATinyImageHaveNoLines) {
  EXPECT_TRUE(find_lines(paper()).empty());
  EXPECT_TRUE(find_lines(cv::Mat(1, 1, CV_8UC1, cv::Scalar(0))).empty());
}

TEST(LineFinder, KeepsToItsLimitOfLines) {
  cv::Mat page(1000, 1000, CV_8UC1, cv::Scalar(220));
  for (int y = 30; y < 1000; y += 40)
    for (int x = 10; x < 900; x += 200) write(page, "AB", {x, y}, 0.6);
  LineLimits limits;
  limits.max_lines = 10;
  EXPECT_LE(find_lines(page, limits).size(), 10U);
}

}  // namespace
