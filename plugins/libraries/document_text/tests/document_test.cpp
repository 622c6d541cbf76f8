#include "../document.hpp"

#include <gtest/gtest.h>

#include "sheets.hpp"

namespace cotejo::document_text {
namespace {

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
