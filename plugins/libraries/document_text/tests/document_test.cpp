#include "../document.hpp"

#include <gtest/gtest.h>

#include "sheets.hpp"

namespace cotejo::document_text {
namespace {

TEST(FindPhrase, APieceOfTheWordBeforeIsNotTakenForItsBeginning) {
  Row read = testing::row("CARG O DEPOSI TOS");
  for (auto& word : read.words) word.probability = 0.6;
  EXPECT_EQ(find_phrase(read, "DEPOSITOS").first, 2U);
  EXPECT_EQ(find_phrase(read, "CARGO").first, 0U);
}

TEST(RowsOf, SmallLettersThatHangLowStayInTheRowOfTheirPhrase) {
  Page page;
  page.width = 1700, page.height = 2200;
  const auto word = [](double x, double y, double width, double height, const char* text) {
    Word out{{x, y, width, height}, text};
    out.probability = 0.6;
    return out;
  };
  // As `7 de agosto` was read; below it the next line.
  page.words = {word(106, 618, 10, 19, "7"), word(124, 618, 22, 19, "DE"), word(152, 629, 60, 14, "AGOSTO"),
                word(980, 618, 70, 18, "$169.87"), word(400, 649, 40, 18, "AUT")};
  const auto rows = rows_of({page});
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(text_of(rows[0]), "7 DE AGOSTO $169.87");
}

TEST(RowsOf, ACommaThatHangsLowIsNoLine) {
  Page page;
  page.width = 1700, page.height = 2200;
  const auto word = [](double y, double height, const char* text, double probability) {
    Word out{{474, y, 60, height}, text};
    out.probability = probability;
    return out;
  };
  page.words = {word(600, 20, "CONTRY", 0.6), word(626, 8, ",", 0.6), word(650, 20, "NUEVO", 0.6)};
  EXPECT_EQ(rows_of({page}).size(), 2U);
  page.words = {word(600, 20, "CONTRY", 1), word(626, 8, ",", 1), word(650, 20, "NUEVO", 1)};
  EXPECT_EQ(rows_of({page}).size(), 3U) << "of a text";
}

TEST(FindPhrase, TakesTheWordsOneAfterTheOther) {
  const Row row = testing::row("Total a pagar: $245 Fecha de corte");
  EXPECT_TRUE(find_phrase(testing::row("TOTAL A PAGAR"), "TOTAL A PAGAR"));
  EXPECT_FALSE(find_phrase(row, "TOTAL DE PAGAR"));
}

// As a line network cuts bold print.
TEST(FindPhrase, JoinsThePiecesOfAWordInPicturesOnly) {
  const std::string line = "MUNICI P IO:  SAN JUAN";
  Row read = rows_of({testing::scanned(testing::sheet({line}))}).at(0);
  const Found found = find_phrase(read, "MUNICIPIO");
  ASSERT_TRUE(found);
  EXPECT_EQ(found.first, 0U);
  EXPECT_EQ(found.last, 3U);
  EXPECT_FALSE(find_phrase(testing::row(line), "MUNICIPIO")) << "a text says what it says";
  EXPECT_FALSE(find_phrase(read, "MUNICIPALIDAD"));
}

}  // namespace
}  // namespace cotejo::document_text
