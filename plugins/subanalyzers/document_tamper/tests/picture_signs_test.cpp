#include "picture_signs.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

#include "copy_move.hpp"
#include "file_marks.hpp"
#include "fingerprint.hpp"
#include "history.hpp"
#include "jpeg_luma.hpp"
#include "printed_page.hpp"

namespace cotejo::tamper {
namespace {

using testing::decoded;
using testing::jpeg;
using testing::page;

const Stop never = [] { return false; };

PictureSigns signs_of(const std::vector<std::uint8_t>& file) {
  PictureInput input;
  input.file = file;
  input.grey = decoded(file);
  return *find_signs(input, never);
}

bool points_at(const PictureSigns& signs, Sign sign, const cv::Rect& place, cv::Size picture) {
  const auto& where = signs.where[static_cast<std::size_t>(sign)];
  if (!where) return false;
  const cv::Rect2d truth(static_cast<double>(place.x) / picture.width, static_cast<double>(place.y) / picture.height,
                         static_cast<double>(place.width) / picture.width,
                         static_cast<double>(place.height) / picture.height);
  return (*where & truth).area() > 0.3 * std::min(where->area(), truth.area());
}

TEST(JpegLuma, IsWhatTheDecoderShows) {
  const cv::Mat picture = page();
  const auto file = jpeg(picture, 80);
  const auto luma = read_luma(file, 1e7, never);
  ASSERT_TRUE(luma);
  const auto pixels = pixels_of(*luma, never);
  ASSERT_TRUE(pixels);
  cv::Mat rounded;
  pixels->convertTo(rounded, CV_8U);
  const cv::Rect whole(0, 0, rounded.cols, rounded.rows);
  EXPECT_LT(cv::norm(rounded, decoded(file)(whole), cv::NORM_INF), 3);
}

TEST(JpegLuma, RefusesWhatIsBrokenTooLargeOrNoJpeg) {
  auto file = jpeg(page(), 80);
  EXPECT_FALSE(read_luma(file, 1e5, never));
  EXPECT_FALSE(read_luma(std::vector<std::uint8_t>{1, 2, 3}, 1e7, never));
  file.resize(90);
  EXPECT_FALSE(read_luma(file, 1e7, never));
}

// Histograms are as long as the table's steps are wide: of these, several gigabytes.
TEST(JpegLuma, RefusesATableOf16Bits) {
  auto file = jpeg(page(), 80);
  const std::uint8_t marker[] = {0xFF, 0xDB, 0x00, 0x43, 0x00};
  const auto at = std::search(file.begin(), file.end(), std::begin(marker), std::end(marker));
  ASSERT_NE(at, file.end());
  const auto table = at + std::size(marker);
  std::vector<std::uint8_t> wide{0xFF, 0xDB, 0x00, 0x83, 0x10};
  for (auto step = table; step != table + 64; ++step) wide.insert(wide.end(), {0x00, *step});
  const auto with = [&](std::uint8_t largest) {
    auto replaced = std::vector(file.begin(), at);
    replaced.insert(replaced.end(), wide.begin(), wide.end() - 2);
    replaced.insert(replaced.end(), {largest, 0xFF});
    replaced.insert(replaced.end(), table + 64, file.end());
    return read_luma(replaced, 1e7, never).has_value();
  };
  EXPECT_TRUE(with(0x00));
  EXPECT_FALSE(with(0xFF));
}

TEST(JpegLuma, StopsWhenAsked) {
  EXPECT_FALSE(read_luma(jpeg(page(), 80), 1e7, [] { return true; }));
}

History history_of(const std::vector<std::uint8_t>& file) {
  const auto luma = read_luma(file, 1e7, never);
  return *find_history(*luma, *pixels_of(*luma, never), cv::Rect(0, 0, luma->columns, luma->rows), never);
}

constexpr double kSure = 25;  // nats: what genuine pictures never reached

TEST(History, SeesASecondSavingAndNotAFirst) {
  EXPECT_LT(history_of(jpeg(page(), 92)).strength, 0.02);
  const History twice = history_of(jpeg(decoded(jpeg(page(), 75)), 92));
  EXPECT_GT(twice.strength, 0.1);
  EXPECT_EQ(twice.first[0], 6) << "the step of quality 75";
  EXPECT_LT(twice.never.evidence, kSure);
}

TEST(History, SeesASavingBeforeThePictureWasTurned) {
  cv::Mat turned;
  cv::rotate(decoded(jpeg(page(), 75))(cv::Rect(0, 0, 1155, 757)), turned, cv::ROTATE_180);
  const History history = history_of(jpeg(turned, 93));
  EXPECT_GT(history.turned, 0.2);
  EXPECT_LT(history.never.evidence, kSure);
  const cv::Rect place(403, 290, 330, 60);
  page(2)(place).copyTo(turned(place));
  EXPECT_GT(history_of(jpeg(turned, 93)).never.evidence, kSure);
}

TEST(History, SeesAPartThatWasSavedApart) {
  cv::Mat picture = decoded(jpeg(page(1), 80));
  cv::Mat part = picture(cv::Rect(400, 288, 328, 64));
  decoded(jpeg(part, 55)).copyTo(part);
  EXPECT_GT(history_of(jpeg(picture, 93)).otherwise.evidence, kSure);
  EXPECT_LT(history_of(jpeg(decoded(jpeg(page(1), 80)), 93)).otherwise.evidence, kSure);
}

TEST(History, SeesWhatWasMovedWithItsBlocks) {
  cv::Mat picture = decoded(jpeg(page(1), 75));
  const cv::Rect from(123, 130, 320, 60);
  picture(from).clone().copyTo(picture(cv::Rect(600, 395, from.width, from.height)));
  EXPECT_GT(history_of(jpeg(picture, 95)).moved.evidence, kSure);
  EXPECT_LT(history_of(jpeg(decoded(jpeg(page(1), 75)), 95)).moved.evidence, kSure);
}

class Pasted : public ::testing::Test {
 protected:
  static double warmth(const PictureSigns& signs, const cv::Rect& place, cv::Size picture) {
    const double x = static_cast<double>(signs.heat.cols) / picture.width,
                 y = static_cast<double>(signs.heat.rows) / picture.height;
    return cv::mean(signs.heat(
        cv::Rect(cvRound(place.x * x), cvRound(place.y * y), cvRound(place.width * x), cvRound(place.height * y))))[0];
  }
  const cv::Rect place_{400, 290, 330, 60};
  cv::Mat picture_ = [this] {
    cv::Mat picture = decoded(jpeg(page(1), 76));
    page(2)(place_).copyTo(picture(place_));
    return picture;
  }();
  const std::vector<std::uint8_t> file_ = jpeg(picture_, 93);
};

TEST_F(Pasted, IsFoundInASavedPicture) {
  auto signs = signs_of(file_), genuine = signs_of(jpeg(page(1), 76));
  EXPECT_GT(signs[Sign::not_saved_before], kSure);
  EXPECT_LT(genuine[Sign::not_saved_before], kSure);
  EXPECT_TRUE(points_at(signs, Sign::not_saved_before, place_, picture_.size()));
  EXPECT_GT(warmth(signs, place_, picture_.size()), 0.2) << "on the heat map";
  EXPECT_LT(warmth(genuine, place_, picture_.size()), 0.05);
}

TEST_F(Pasted, IsShownWherePeopleSeeItWhenTheFileIsKeptOnItsSide) {
  PictureInput input;
  input.file = file_;
  input.orientation = 6;
  cv::rotate(decoded(file_), input.grey, cv::ROTATE_90_CLOCKWISE);
  const auto signs = *find_signs(input, never);
  const cv::Rect seen(picture_.rows - place_.y - place_.height, place_.x, place_.height, place_.width);
  EXPECT_TRUE(points_at(signs, Sign::not_saved_before, seen, input.grey.size()));
  EXPECT_GT(warmth(signs, seen, input.grey.size()), 0.2);
}

TEST(CopyMove, FindsAPieceThatStandsTwice) {
  cv::Mat picture = page(3);
  const cv::Rect from(120, 140, 300, 50);
  const cv::Point to(610, 460);
  picture(from).clone().copyTo(picture(cv::Rect(to, from.size())));
  const CopyMove copy = find_copy(decoded(jpeg(picture, 90)), never),
                 genuine = find_copy(decoded(jpeg(page(3), 90)), never);
  const auto weight = [](const CopyMove& c) { return c.corners * std::max(0.0, c.likeness - 0.9); };
  EXPECT_GT(copy.likeness, 0.97);
  EXPECT_GT(weight(copy), 2 * weight(genuine));
  EXPECT_GT((copy.to & cv::Rect(to, from.size())).area() + (copy.to & from).area(), 0.5 * copy.to.area());
}

TEST(FileMarks, NameTheProgram) {
  auto file = jpeg(page(), 80);
  EXPECT_EQ(program_named(file).find("Photoshop"), std::string::npos);
  const std::string comment = "Adobe Photoshop 25.1";
  const std::vector<std::uint8_t> head{0xFF, 0xFE, 0, static_cast<std::uint8_t>(comment.size() + 2)};
  file.insert(file.begin() + 2, head.begin(), head.end());
  file.insert(file.begin() + 6, comment.begin(), comment.end());
  EXPECT_NE(program_named(file).find("Photoshop"), std::string::npos);
}

TEST(Likeness, StaysWhenAPictureIsSavedAgainOrMadeSmaller) {
  const auto bits = [](const std::string& a, const std::string& b) {
    int sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
      sum += __builtin_popcount(static_cast<unsigned>(std::stoi(std::string(1, a[i]), nullptr, 16) ^
                                                      std::stoi(std::string(1, b[i]), nullptr, 16)));
    return sum;
  };
  const cv::Mat one = page(1);
  cv::Mat smaller;
  cv::resize(decoded(jpeg(one, 60)), smaller, {}, 0.7, 0.7, cv::INTER_AREA);
  EXPECT_LE(bits(likeness_mark(one), likeness_mark(smaller)), 18);
  EXPECT_GT(bits(likeness_mark(one), likeness_mark(page(2))), 60);
}

}  // namespace
}  // namespace cotejo::tamper
