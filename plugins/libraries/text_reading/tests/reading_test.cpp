#include <gtest/gtest.h>

#include <filesystem>
#include <opencv2/freetype.hpp>
#include <opencv2/imgproc.hpp>

#include "text_models.hpp"
#include "text_reading/capitals_reader.hpp"
#include "text_reading/folding.hpp"
#include "text_reading/panel.hpp"
#include "text_reading/spacing.hpp"

namespace {

using namespace cotejo::text_reading;

LineNetwork network(const char* language) {
  const std::string bytes = cotejo::test::text_model_bytes(language);
  return LineNetwork(read_model(std::as_bytes(std::span(bytes))));
}

cv::Mat printed(const std::string& text, const std::string& font, int height) {
  cv::Mat page(height * 3, static_cast<int>(text.size()) * height + 4 * height, CV_8UC3, cv::Scalar::all(225));
  auto face = cv::freetype::createFreeType2();
  face->loadFontData(font, 0);
  face->putText(page, text, {height, 2 * height}, height, cv::Scalar::all(40), -1, cv::LINE_AA, true);
  cv::Mat grey;
  cv::cvtColor(page, grey, cv::COLOR_BGR2GRAY);
  return grey;
}

constexpr const char* kFont = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";

TEST(Reading, ReadsAPrintedLineAtSeveralSizes) {
  const auto spanish = network("spa");
  for (int height : {16, 24, 40}) {
    const cv::Mat page = printed("MUÑOZ AVENDAÑO 2031", kFont, height);
    const auto lines = read_lines(page, find_lines(page), spanish, every_letter(spanish));
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].decoded.text(), "MUÑOZ AVENDAÑO 2031") << height;
    EXPECT_GT(lines[0].decoded.probability, 0.5);
  }
}

TEST(Reading, LinesInOneCallDoNotInfluenceEachOther) {
  const auto spanish = network("spa");
  const cv::Mat long_line = printed("UNA LINEA BASTANTE LARGA", kFont, 24), short_line = printed("CORTA", kFont, 24);
  const std::vector<cv::Mat> both{short_line, long_line}, one{short_line};
  const auto together = spanish.read(both), alone = spanish.read(one);
  ASSERT_EQ(together[0].values.size(), alone[0].values.size());
  for (std::size_t i = 0; i < alone[0].values.size(); ++i)
    ASSERT_NEAR(together[0].values[i], alone[0].values[i], 1e-3F);
}

TEST(Reading, EmptyAndExtremeLinesAreAnsweredForWithoutHarm) {
  const auto spanish = network("spa");
  const std::vector<cv::Mat> lines{cv::Mat(), cv::Mat(1, 1, CV_8UC1, cv::Scalar(0)),
                                   cv::Mat(20, 1, CV_8UC1, cv::Scalar(9)), cv::Mat(4, 4000, CV_8UC1, cv::Scalar(99)),
                                   cv::Mat(300, 20, CV_8UC1, cv::Scalar(255))};
  const auto read = spanish.read(lines);
  ASSERT_EQ(read.size(), lines.size());
  EXPECT_EQ(read[0].steps, 0);
  EXPECT_LE(read[3].steps, LineNetwork::kMaxAspect * 36 / 3);
  for (const auto& line : read)
    for (float value : line.values) ASSERT_TRUE(value >= 0 && value <= 1.001F);
}

TEST(Reading, TwoReadersAgreeOnClearPrintAndSpacesComeFromTheRoomBetweenLetters) {
  const auto spanish = network("spa");
  const CapitalsReader capitals;
  const PanelAlphabet letters(spanish, capitals, "ABCDEFGHIJKLMNÑOPQRSTUVWXYZ0123456789", {}, " ");
  const cv::Mat page = printed("C PIÑON 3186", kFont, 26);
  const auto places = find_lines(page);
  const auto first = read_lines(page, places, spanish, every_letter(spanish)),
             second = capitals.read_lines(page, places, Alphabet(capitals, ""));
  ASSERT_EQ(first.size(), 1U);
  const auto settled = settle({&first[0], &second[0]}, letters, first[0].whole());
  ASSERT_TRUE(settled);
  EXPECT_TRUE(settled->agreed);
  EXPECT_EQ(settled->text, "CPIÑON3186");
  const auto spaced = space_out({{{&first[0], &second[0]}, &letters, settled->letters}});
  EXPECT_EQ(spaced[0].text, "C PIÑON 3186");
  EXPECT_GT(spaced[0].certainty, 0.98);
}

}  // namespace
