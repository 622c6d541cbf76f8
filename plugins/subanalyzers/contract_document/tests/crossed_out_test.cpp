#include "../crossed_out.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "../beside.hpp"

namespace cotejo::contract_document {
namespace {

// One page in the form of `pdf.text`: rows of words that are 50 units wide and 100 high, 150 apart; `more` are words
// with their places.
boost::json::value page_of(const std::vector<std::vector<std::string>>& rows, const boost::json::array& crossed,
                           const boost::json::array& more = {}) {
  boost::json::array words;
  for (std::size_t row = 0; row < rows.size(); ++row)
    for (std::size_t i = 0; i < rows[row].size(); ++i)
      words.push_back({600 + 60 * i, 1000 + 150 * row, 50, 100, rows[row][i], 0, 100, 1});
  for (const auto& word : more) words.push_back(word);
  return {{"pages", {{{"width", 6120}, {"height", 7920}, {"words", words}, {"crossed", crossed}}}}};
}

std::vector<Difference> told(const boost::json::value& page, const std::vector<SignaturePlace>& places = {}) {
  return crossed_out(page, places);
}

const std::vector<std::vector<std::string>> kRows{{"El", "Acreditado", "pagará", "intereses"},
                                                  {"sobre", "saldos", "insolutos", "cada"},
                                                  {"mes", "sin", "falta", "alguna"}};

TEST(CrossedOut, AFewWordsInARowAreTold) {
  const auto all = told(page_of(kRows, {1, 2, 3}));
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].kind, DifferenceKind::crossed);
  EXPECT_EQ(all[0].found, "Acreditado pagará intereses");
  EXPECT_EQ(all[0].words, 3U);
  EXPECT_LT(all[0].probability, 0.8) << "for a person to look at";
  ASSERT_TRUE(all[0].place);
  EXPECT_NEAR(all[0].place->box.x, 66, 1e-9);
}

TEST(CrossedOut, APenThatSlippedThroughAWordIsNot) {
  EXPECT_TRUE(told(page_of(kRows, {})).empty());
  EXPECT_TRUE(told(page_of(kRows, {2, 3})).empty());
  EXPECT_TRUE(told(page_of(kRows, {2, 3, 4, 5})).empty()) << "two words of each row";
}

TEST(CrossedOut, ACrossThroughTheClausesMeetsAWordOfEachRow) {
  EXPECT_EQ(told(page_of(kRows, {0, 3, 5, 8, 11})).size(), 1U);
}

TEST(CrossedOut, WhereOneSignsAPenMayRunThroughWords) {
  SignaturePlace place;
  place.place = Place{0, {50, 60, 100, 40}};
  EXPECT_TRUE(told(page_of(kRows, {1, 2, 3}), {place}).empty());
  place.place->page = 1;
  EXPECT_EQ(told(page_of(kRows, {1, 2, 3}), {place}).size(), 1U);
}

TEST(CrossedOut, ARowOfDashesThroughWordsCrossesThemOut) {
  const auto over = [](const char* dashes, int y) {
    return told(page_of(kRows, {}, {{600, y, 300, 100, dashes, 0, 100, 0}}));
  };
  EXPECT_EQ(over("--------", 1000).size(), 1U);
  EXPECT_EQ(over("————————", 1010).size(), 1U);
  EXPECT_EQ(over("________", 960).size(), 1U);
  EXPECT_TRUE(over("________", 1000).empty()) << "words on a line to write on";
  EXPECT_TRUE(over("--------", 900).empty()) << "between rows";
  EXPECT_TRUE(over("........", 1000).empty());
}

TEST(CrossedOut, AnotherFormIsNothing) {
  for (const char* text :
       {"[]", "{}", R"({"pages": [1]})", R"({"pages": [{"words": [[1]], "crossed": [7, -1, "x"]}]})"})
    EXPECT_TRUE(told(boost::json::parse(text)).empty()) << text;
}

TEST(TooSmall, WordsThatLeftInkAreForAPersonToRead) {
  document_text::Page page;
  page.width = 600, page.height = 800;
  const auto all = too_small(boost::json::parse(R"({"words": [
      {"text": "no", "page": 0, "box": [0.1, 0.5, 0.01, 0.003], "inked": true},
      {"text": "anchor", "page": 0, "box": [0.2, 0.5, 0.01, 0.003]},
      {"text": "cobra", "page": 0, "box": [0.2, 0.5, 0.01, 0.003], "inked": true},
      {"text": "lost", "page": 9, "box": [0.2, 0.5, 0.01, 0.003], "inked": true}]})"),
                             {page});
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].kind, DifferenceKind::beside);
  EXPECT_EQ(all[0].found, "no cobra");
  EXPECT_NEAR(all[0].place->box.x, 60, 1e-9);
}

}  // namespace
}  // namespace cotejo::contract_document
