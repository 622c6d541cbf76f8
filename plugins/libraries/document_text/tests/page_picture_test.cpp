#include "../page_picture.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>
#include <set>
#include <text_reading/folding.hpp>
#include <text_reading/tests/text_models.hpp>

#include "../minus_sign.hpp"
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

TEST(NumberSigns, HaveTwoFeetAndAFourHasOne) {
  for (const int font : kFonts)
    for (const double scale : {1.0, 1.6, 2.4}) {
      const Glyph sign = glyph("#", font, scale), four = glyph("4", font, scale);
      EXPECT_FALSE(has_one_foot(sign.page, sign.box, sign.box.height)) << font << ' ' << scale;
      EXPECT_TRUE(has_one_foot(four.page, four.box, four.box.height)) << font << ' ' << scale;
    }
  const Glyph small = glyph("4", cv::FONT_HERSHEY_SIMPLEX, 0.2);
  EXPECT_FALSE(has_one_foot(small.page, small.box, small.box.height)) << "too small to tell";
}

struct Amount {
  cv::Mat page;
  cv::Rect ink;  // of the amount alone
};

// `before`, `amount` and `after` side by side, with `room` pixels between them.
Amount amount_on_page(const std::string& before, const std::string& amount, const std::string& after, int room,
                      int font) {
  Amount out{cv::Mat(80, 600, CV_8UC1, cv::Scalar(240)), {}};
  int x = 60;
  for (const auto& part : {before, amount, after}) {
    if (part.empty()) continue;
    cv::Mat alone(out.page.size(), CV_8UC1, cv::Scalar(240));
    cv::putText(alone, part, {x, 50}, font, 0.8, cv::Scalar(30), 2, cv::LINE_AA);
    const cv::Rect ink = cv::boundingRect(alone < 150);
    if (part == amount) out.ink = ink;
    cv::min(out.page, alone, out.page);
    x = ink.br().x + room;
  }
  cv::GaussianBlur(out.page, out.page, {3, 3}, 0);
  return out;
}

TEST(MinusSigns, AreSeenOnBothSidesOfAnAmount) {
  for (const int font : kFonts)
    for (const std::string amount : {"1,085.14", "$72.62", "478.50"}) {
      const Amount before = amount_on_page("-", amount, "", 4, font), after = amount_on_page("", amount, "-", 0, font);
      EXPECT_TRUE(minus_beside(before.page, before.ink, Side::left)) << amount << ' ' << font;
      EXPECT_FALSE(minus_beside(before.page, before.ink, Side::right)) << amount << ' ' << font;
      EXPECT_TRUE(minus_beside(after.page, after.ink, Side::right)) << amount << ' ' << font;
      EXPECT_FALSE(minus_beside(after.page, after.ink, Side::left)) << amount << ' ' << font;
    }
}

TEST(MinusSigns, AreNoOtherMarkAndNoDashBetweenWords) {
  for (const int font : kFonts) {
    for (const std::string mark : {".", ",", "+", "=", "_", "*", "1", "$", ":", "/"}) {
      const Amount page = amount_on_page(mark, "478.50", "", 4, font);
      EXPECT_FALSE(minus_beside(page.page, page.ink, Side::left)) << mark << ' ' << font;
    }
    const Amount between = amount_on_page("500.00 -", "478.50", "", 8, font);
    EXPECT_FALSE(minus_beside(between.page, between.ink, Side::left)) << font;
  }
  Amount ruled = amount_on_page("", "478.50", "", 4, cv::FONT_HERSHEY_DUPLEX);
  cv::line(ruled.page, {0, ruled.ink.y + ruled.ink.height / 2}, {ruled.ink.x - 4, ruled.ink.y + ruled.ink.height / 2},
           cv::Scalar(30), 2);
  EXPECT_FALSE(minus_beside(ruled.page, ruled.ink, Side::left));
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

TEST(PictureReader, KeepsTheMinusOfAnAmountInSmallPrint) {
  const std::string model = test::text_model_bytes("spa");
  const PictureReader reader(text_reading::read_model(std::as_bytes(std::span(model))));
  cv::Mat page(300, 1000, CV_8UC1, cv::Scalar(245));
  cv::putText(page, "-", {54, 100}, cv::FONT_HERSHEY_SIMPLEX, 0.45, cv::Scalar(60), 1, cv::LINE_AA);
  cv::putText(page, "1,085.14", {64, 100}, cv::FONT_HERSHEY_DUPLEX, 0.6, cv::Scalar(30), 1, cv::LINE_AA);
  cv::putText(page, "2,413.50", {64, 180}, cv::FONT_HERSHEY_DUPLEX, 0.6, cv::Scalar(30), 1, cv::LINE_AA);
  const auto words = reader.read(page, 1000, 300, [] { return false; });
  ASSERT_TRUE(words && words->size() == 2);
  EXPECT_EQ(words->at(0).text, "-1,085.14");
  EXPECT_EQ(words->at(1).text, "2,413.50");
}

// Letters that stand apart in their type are no words, and words that stand close are two.
TEST(PictureReader, TellsHowSureItIsWhereBlanksAre) {
  const std::string model = test::text_model_bytes("spa");
  const PictureReader reader(text_reading::read_model(std::as_bytes(std::span(model))));
  const auto least = [&](int gap) {
    cv::Mat page(400, 1000, CV_8UC1, cv::Scalar(245));
    const auto type = [&](const std::string& text, int x, int y) {
      cv::putText(page, text, {x, y}, cv::FONT_HERSHEY_DUPLEX, 1, cv::Scalar(30), 2, cv::LINE_AA);
      return x + cv::getTextSize(text, cv::FONT_HERSHEY_DUPLEX, 1, 2, nullptr).width;
    };
    type("CALLE LAGUNA DE TERMINOS", 60, 100);
    type("SARA", type("DE LA", 60, 200) + gap, 200);
    const auto words = reader.read(page, 1000, 400, [] { return false; });
    double lowest = 1;
    for (const auto& word : words.value_or(std::vector<Word>{}))
      if (word.box.y > 150) lowest = std::min(lowest, word.blanks);
    return lowest;
  };
  EXPECT_GT(least(16), 0.9);
  double between = 1;
  for (int gap = 0; gap < 14; ++gap) between = std::min(between, least(gap));
  EXPECT_LT(between, 0.9) << "half a blank";
}

TEST(PictureReader, AWordWhoseLettersAreFoundAsTwoLinesIsOne) {
  const std::string model = test::text_model_bytes("spa");
  const PictureReader reader(text_reading::read_model(std::as_bytes(std::span(model))));
  cv::Mat page(300, 1000, CV_8UC1, cv::Scalar(245));
  // The first letter stands higher than the others, as a Q hangs lower.
  cv::putText(page, "Q", {60, 150}, cv::FONT_HERSHEY_DUPLEX, 2.0, cv::Scalar(30), 2, cv::LINE_AA);
  const int right = 60 + cv::getTextSize("Q", cv::FONT_HERSHEY_DUPLEX, 2.0, 2, nullptr).width;
  cv::putText(page, "UERETARO", {right - 7, 146}, cv::FONT_HERSHEY_DUPLEX, 1.35, cv::Scalar(30), 2, cv::LINE_AA);
  const auto words = reader.read(page, 1000, 300, [] { return false; });
  ASSERT_TRUE(words);
  ASSERT_EQ(words->size(), 1U);
  EXPECT_EQ(words->front().text, "QUERETARO");
  EXPECT_EQ(may_be(words->front(), "QUERETARO"), 1);  // what both lines show together
  EXPECT_LT(may_be(words->front(), "MORELOS"), 1e-9);
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
