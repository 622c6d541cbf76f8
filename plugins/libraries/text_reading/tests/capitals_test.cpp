#include <gtest/gtest.h>

#include <numeric>
#include <opencv2/freetype.hpp>
#include <opencv2/imgproc.hpp>

#include "text_reading/capitals_reader.hpp"
#include "text_reading/line_finder.hpp"

namespace {

using namespace cotejo::text_reading;

constexpr const char* kFont = "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf";

cv::Mat printed(const std::string& text, int size, double blur) {
  cv::Mat page(90, 40 + 22 * static_cast<int>(text.size()), CV_8UC3, cv::Scalar::all(205));
  const auto face = cv::freetype::createFreeType2();
  face->loadFontData(kFont, 0);
  face->putText(page, text, {20, 30}, size, cv::Scalar::all(60), -1, cv::LINE_AA, false);
  cv::Mat grey;
  cv::cvtColor(page, grey, cv::COLOR_BGR2GRAY);
  if (blur > 0) cv::GaussianBlur(grey, grey, {}, blur);
  return grey;
}

std::string read(const cv::Mat& page) {
  const CapitalsReader reader;
  const auto lines =
      reader.read_lines(page, find_lines(page), Alphabet(reader, "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ/", {}, " "));
  return lines.size() == 1 ? lines[0].decoded.text() : std::to_string(lines.size()) + " lines";
}

TEST(Capitals, AreReadWithoutWordsToGoBy) {
  EXPECT_EQ(read(printed("XQZK7305WJ", 32, 0)), "XQZK7305WJ");
}

TEST(Capitals, AreReadWhereBlurMakesLettersRunIntoEachOther) {
  EXPECT_EQ(read(printed("GARCIA 19/05/1983", 32, 2.6)), "GARCIA19/05/1983");
}

TEST(Capitals, ProbabilitiesOfAStepSumToOne) {
  const CapitalsReader reader;
  const cv::Mat page = printed("PEÑA", 32, 1);
  const auto lines = reader.read_lines(page, find_lines(page), Alphabet(reader, "AEÑP"));
  ASSERT_EQ(lines.size(), 1U);
  const auto& read = lines[0].posteriors;
  ASSERT_GT(read.steps, 4);
  for (int step = 0; step < read.steps; ++step) {
    const auto* row = read.values.data() + static_cast<std::ptrdiff_t>(step) * read.letters;
    ASSERT_NEAR(std::accumulate(row, row + read.letters, 0.0), 1, 1e-4) << step;
  }
}

TEST(Capitals, ALetterLiesWhereItIsPrinted) {
  const CapitalsReader reader;
  const cv::Mat page = printed("MAXIMO", 32, 0);
  const auto lines = reader.read_lines(page, find_lines(page), Alphabet(reader, "AIMOX"));
  ASSERT_EQ(lines.size(), 1U);
  const auto& pieces = lines[0].place.pieces;
  ASSERT_EQ(pieces.size(), lines[0].decoded.letters.size());
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const auto span = lines[0].decoded.letters[i].span;
    EXPECT_NEAR((lines[0].x_of(span.first) + lines[0].x_of(span.last)) / 2, pieces[i].x + pieces[i].width / 2.0, 6)
        << i;
  }
}

TEST(Capitals, AStripNarrowerThanWhatOneOutputSeesHasNone) {
  const capitals::Network network(capitals::trained_weights());
  EXPECT_TRUE(network.read(cv::Mat::zeros(capitals::kStripHeight, capitals::kField - 1, CV_32F)).empty());
  EXPECT_FALSE(network.read(cv::Mat::zeros(capitals::kStripHeight, capitals::kField, CV_32F)).empty());
}

}  // namespace
