#include "../layout.hpp"

#include <gtest/gtest.h>

namespace {

using namespace cotejo::ine_front;
using cotejo::text_reading::PageLine;

// A card made of boxes: every line's letters are evenly wide.
class Card {
 public:
  Card() { text.size = {1011, 638}; }
  std::size_t line(const std::string& words, int x, int y, int height = 16) {
    PageLine out;
    const int letter = 10;
    out.place.box = {x, y, letter * static_cast<int>(words.size()), height};
    out.place.letter_height = height;
    out.left = x;
    out.posteriors.steps = static_cast<int>(words.size());
    out.posteriors.step_width = letter;
    for (int i = 0; i < out.posteriors.steps; ++i)
      out.decoded.letters.push_back({words.substr(static_cast<std::size_t>(i), 1), {i, i + 1}});
    text.lines.push_back(std::move(out));
    return text.lines.size() - 1;
  }
  void label(Label label, const std::string& words, int x, int y, double score = 1) {
    const auto at = line(words, x, y, 12);
    text.labels.push_back({label, at, text.lines[at].whole(), text.lines[at].place.box, score});
  }
  std::vector<std::string> block(Label label) const {
    std::vector<std::string> out;
    for (const auto& spot : block_of(text, *text.find(label), 3)) {
      std::string words;
      for (const auto& letter : text.lines[spot.line].decoded.letters)
        if (letter.span.first >= spot.span.first) words += letter.text;
      out.push_back(words);
    }
    return out;
  }
  CardText text;
};
using Words = std::vector<std::string>;

TEST(Blocks, StandBelowTheirLabelHoweverFarApartTheirEvenLinesAre) {
  Card card;
  card.label(Label::name, "NOMBRE", 300, 100);
  card.line("OLVERA", 300, 126);
  card.line("PEREZ", 300, 172);
  card.line("NAYELI", 300, 218);
  EXPECT_EQ(card.block(Label::name), (Words{"OLVERA", "PEREZ", "NAYELI"}));
}

TEST(Blocks, ATildeAboveALineDoesNotEndThem) {
  Card card;
  card.label(Label::name, "NOMBRE", 300, 100);
  card.line("OLVERA", 300, 126);
  card.line("PEÑA", 300, 147, 21);  // its box reaches up to the tilde
  card.text.lines.back().place.letter_height = 16;
  card.line("NAYELI", 300, 178);
  EXPECT_EQ(card.block(Label::name).size(), 3U);
}

TEST(Blocks, TheTailOfAQEndsThemNotWhereLinesBeginBelowEachOther) {
  Card card;
  card.label(Label::name, "NOMBRE", 300, 100);
  card.line("QUIROZ", 300, 126, 23);
  card.line("PEREZ", 300, 155, 17);
  card.line("NAYELI", 300, 183, 17);
  EXPECT_EQ(card.block(Label::name), (Words{"QUIROZ", "PEREZ", "NAYELI"}));
}

TEST(Blocks, ALineSetSmallerToFitDoesNotEndThem) {
  Card card;
  card.label(Label::address, "DOMICILIO", 300, 100);
  card.line("AND VICENTE GUERRERO 55-C COL LAS AGUILAS 58353", 300, 124, 13);
  card.line("MORELIA, MICH.", 300, 152, 19);
  EXPECT_EQ(card.block(Label::address).size(), 2U);
}

TEST(Blocks, APartOfThePortraitIsNoLineOfThem) {
  Card card;
  card.label(Label::name, "NOMBRE", 280, 85);
  card.line("H", 200, 90, 50);
  card.line("ROJAS", 455, 81);
  card.line("ITZEL", 455, 110);
  EXPECT_EQ(card.block(Label::name), (Words{"ROJAS", "ITZEL"}));
}

TEST(Spots, TakeTheDigitsBelowTheirLabelHoweverNearAnIdentifierEndsBeforeThem) {
  Card card;
  card.label(Label::clave_elector, "CLAVE DE ELECTOR", 300, 100);
  card.label(Label::section, "SECCION", 505, 100);
  const auto value = card.line("OLPRNY90010109M200 0718", 300, 120);
  for (int i = 0; i < 23; ++i)
    if (i != 18) card.text.lines[value].place.pieces.emplace_back(300 + 10 * i + (i > 18 ? 15 : 0), 120, 8, 16);
  const auto spots = spots_of(card.text, *card.text.find(Label::section));
  ASSERT_FALSE(spots.empty());
  EXPECT_EQ(spots[0].line, value);
  EXPECT_EQ(spots[0].span.first, 19);
  EXPECT_TRUE(spots[0].own_column);
}

TEST(Blocks, MayStandInAColumnRightOfTheLabels) {
  Card card;
  card.label(Label::name, "NOMBRE", 200, 102);
  card.line("OLVERA", 480, 100);
  card.line("PEREZ", 480, 130);
  card.line("NAYELI", 480, 160);
  card.label(Label::address, "DOMICILIO", 200, 192);
  card.line("CALLE UNO", 480, 190);
  card.line("COL DOS", 480, 220);
  EXPECT_EQ(card.block(Label::name), (Words{"OLVERA", "PEREZ", "NAYELI"}));
  EXPECT_EQ(card.block(Label::address), (Words{"CALLE UNO", "COL DOS"}));
}

TEST(Blocks, EndAtARowThatAnotherLabelBegins) {
  Card card;
  card.label(Label::name, "NOMBRE", 200, 102);
  card.line("OLVERA", 480, 100);
  card.line("NAYELI", 480, 130);
  card.label(Label::curp, "CURP", 200, 162);
  card.line("VALUE", 480, 160);
  EXPECT_EQ(card.block(Label::name), (Words{"OLVERA", "NAYELI"}));
}

TEST(Blocks, ALabelThatIsOnlyGuessedEndsNoBlock) {
  Card card;
  card.label(Label::name, "NOMBRE", 300, 100);
  card.line("OLVERA", 300, 126);
  card.label(Label::age, "XY", 200, 152, 0.1);  // strokes of a portrait
  card.line("NAYELI", 300, 150);
  EXPECT_EQ(card.block(Label::name), (Words{"OLVERA", "NAYELI"}));
}

TEST(Blocks, PreferTheLineThatBeginsWhereTheFirstOneDoes) {
  Card card;
  card.label(Label::name, "NOMBRE", 300, 100);
  card.line("OLVERA", 300, 126);
  card.line("II", 262, 148);
  card.line("NAYELI", 300, 156);
  EXPECT_EQ(card.block(Label::name), (Words{"OLVERA", "NAYELI"}));
}

std::vector<Words> stacks(const Card& card) {
  std::vector<Words> out;
  for (const auto& stack : stacks_of(card.text, 16)) {
    Words words;
    for (const auto& spot : stack) words.push_back(card.text.lines[spot.line].decoded.text());
    out.push_back(words);
  }
  return out;
}

TEST(Stacks, AreLinesOfOneSizeBelowEachOther) {
  Card card;
  card.line("NEMBRA", 300, 100, 11);  // a label that nobody can read
  card.line("OLVERA", 300, 126);
  card.line("NAYELI", 303, 150);
  card.line("DOMCLIO", 300, 178, 11);
  card.line("CALLE UNO", 300, 202);
  card.line("COL DOS", 300, 226);
  card.line("ASIDE", 600, 226);
  EXPECT_EQ(stacks(card), (std::vector<Words>{{"OLVERA", "NAYELI"}, {"CALLE UNO", "COL DOS"}, {"ASIDE"}}));
}

TEST(Stacks, HoldNoLabelThatWasReadSurely) {
  Card card;
  card.line("OLVERA", 300, 126);
  card.label(Label::curp, "CURP", 300, 150);
  card.text.lines.back().place.letter_height = 16;
  card.line("NAYELI", 300, 174);
  EXPECT_EQ(stacks(card), (std::vector<Words>{{"OLVERA"}, {"NAYELI"}}));
}

TEST(Spots, WideRoomPartsTheValuesOfTwoColumns) {
  Card card;
  const auto at = card.line("ABCD 1991", 300, 100);
  auto& line = card.text.lines[at];
  for (int i : {0, 1, 2, 3, 5, 6, 7, 8}) line.place.pieces.push_back({300 + 10 * i, 100, 9, 16});
  EXPECT_EQ(all_spots(card.text).size(), 1U);  // a space
  line.place.pieces.clear();
  for (int i : {0, 1, 2, 6, 7, 8}) line.place.pieces.push_back({300 + 10 * i, 100, 9, 16});
  const auto spots = all_spots(card.text);
  ASSERT_EQ(spots.size(), 3U);
  EXPECT_EQ(spots[0].span.last, spots[1].span.first);
  EXPECT_EQ(spots[2].span.last - spots[2].span.first, 9);
}

}  // namespace
