#include "../page_picture.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>
#include <set>
#include <text_reading/folding.hpp>
#include <text_reading/tests/text_models.hpp>

#include "../number_sign.hpp"

namespace cotejo::document_text {
namespace {

constexpr int kFonts[] = {cv::FONT_HERSHEY_SIMPLEX, cv::FONT_HERSHEY_DUPLEX, cv::FONT_HERSHEY_COMPLEX,
                          cv::FONT_HERSHEY_TRIPLEX};

struct Glyph {
  cv::Mat page;
  cv::Rect box;
};

Glyph glyph(const std::string& text, int font, double scale) {
  Glyph out{cv::Mat(160, 160, CV_8UC1, cv::Scalar(240)), {}};
  cv::putText(out.page, text, {40, 110}, font, scale, cv::Scalar(30), scale > 1.2 ? 3 : 2, cv::LINE_AA);
  cv::GaussianBlur(out.page, out.page, {3, 3}, 0);
  out.box = cv::boundingRect(out.page < 150);
  return out;
}

TEST(NumberSigns, AreToldByTheirShape) {
  for (const int font : kFonts)
    for (const double scale : {1.0, 1.6, 2.4}) {
      const Glyph sign = glyph("#", font, scale);
      EXPECT_EQ(number_signs(sign.page, {sign.box}, sign.box.height).size(), 1U) << font << ' ' << scale;
    }
}

TEST(NumberSigns, AreNoOtherLetter) {
  const std::string others = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz$%&@+*=/";
  for (const int font : kFonts)
    for (const char letter : others) {
      const Glyph other = glyph(std::string(1, letter), font, 1.2);
      EXPECT_TRUE(number_signs(other.page, {other.box}, other.box.height).empty()) << letter << ' ' << font;
    }
}

TEST(PictureReader, ReadsWhitePrintOnADarkBand) {
  const std::string model = test::text_model_bytes("spa");
  const PictureReader reader(text_reading::read_model(std::as_bytes(std::span(model))));
  cv::Mat page(1100, 1700, CV_8UC1, cv::Scalar(245));
  cv::rectangle(page, {100, 300}, {1600, 350}, cv::Scalar(70), cv::FILLED);
  cv::putText(page, "FECHA", {120, 337}, cv::FONT_HERSHEY_DUPLEX, 1, cv::Scalar(250), 2, cv::LINE_AA);
  cv::putText(page, "MOVIMIENTO", {700, 337}, cv::FONT_HERSHEY_DUPLEX, 1, cv::Scalar(250), 2, cv::LINE_AA);
  cv::putText(page, "NOMINA", {700, 400}, cv::FONT_HERSHEY_DUPLEX, 1, cv::Scalar(40), 2, cv::LINE_AA);
  const auto words = reader.read(page, 1700, 1100, [] { return false; });
  ASSERT_TRUE(words);
  std::multiset<std::string> texts;
  for (const auto& word : *words) texts.insert(word.folded.empty() ? text_reading::bare(word.text) : word.folded);
  EXPECT_EQ(texts, (std::multiset<std::string>{"FECHA", "MOVIMIENTO", "NOMINA"}));
}

TEST(PictureReader, WordsReachToWhereTheirInkEnds) {
  const std::string model = test::text_model_bytes("spa");
  const PictureReader reader(text_reading::read_model(std::as_bytes(std::span(model))));
  cv::Mat page(300, 1000, CV_8UC1, cv::Scalar(245));
  cv::putText(page, "MORELOS", {60, 150}, cv::FONT_HERSHEY_DUPLEX, 1.3, cv::Scalar(30), 2, cv::LINE_AA);
  const auto words = reader.read(page, 1000, 300, [] { return false; });
  ASSERT_TRUE(words && words->size() == 1);
  const cv::Rect ink = cv::boundingRect(page < 150);
  EXPECT_NEAR(words->front().box.x, ink.x, 3);
  EXPECT_NEAR(words->front().box.right(), ink.br().x, 3);
}

TEST(PictureReader, ReadsTheNumberOfAHouseBehindItsSign) {
  const std::string model = test::text_model_bytes("spa");
  const PictureReader reader(text_reading::read_model(std::as_bytes(std::span(model))));
  for (const std::string number : {"# 27", "# 89", "#167"}) {
    cv::Mat page(300, 1000, CV_8UC1, cv::Scalar(245));
    cv::putText(page, "CALLE JACARANDAS " + number, {60, 150}, cv::FONT_HERSHEY_COMPLEX, 1.3, cv::Scalar(30), 2,
                cv::LINE_AA);
    const auto words = reader.read(page, 1000, 300, [] { return false; });
    ASSERT_TRUE(words);
    std::string text;
    for (const auto& word : *words) text += word.text;
    EXPECT_EQ(text, "CALLEJACARANDAS#" + number.substr(number.find_last_of("# ") + 1)) << number;
  }
}

}  // namespace
}  // namespace cotejo::document_text
