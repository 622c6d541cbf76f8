#include "mx/name.hpp"

#include <gtest/gtest.h>

#include "mx/person.hpp"

namespace cotejo::mx {
namespace {

using namespace std::chrono_literals;

TEST(Name, NormalFormKeepsEnyeAndDropsAccents) {
  EXPECT_EQ(normalize("  Núñez   d\u2019Àvila\t"), "NUÑEZ D'AVILA");
  EXPECT_EQ(normalize("Nu\u0301n\u0303ez Gu\u0308emes"), "NUÑEZ GUEMES");  // decomposed input
  EXPECT_EQ(normalize("ñ"), "Ñ");
  EXPECT_EQ(normalize(""), "");
}

TEST(Name, ComparableFormDropsWhatSpellingsDifferIn) {
  EXPECT_EQ(comparable("Ma. del Rosario-Sofía"), "MA DEL ROSARIO SOFIA");
  EXPECT_EQ(comparable("D'Angelo"), "DANGELO");
  EXPECT_EQ(comparable(" - "), "");
}

TEST(Name, SimilarityIgnoresAccentsBlanksAndTildes) {
  EXPECT_DOUBLE_EQ(similarity("Gómez", "GOMEZ"), 1.0);
  EXPECT_DOUBLE_EQ(similarity("Muñoz", "MUNOZ"), 1.0);
  EXPECT_DOUBLE_EQ(similarity("De la Cruz", "DELA CRUZ"), 1.0);
}

TEST(Name, SimilarityCountsEdits) {
  EXPECT_DOUBLE_EQ(similarity("GOMEZ", "GAMEZ"), 0.8);
  EXPECT_DOUBLE_EQ(similarity("MARIA", "MAIRA"), 0.8);  // neighbours swapped count once
  EXPECT_DOUBLE_EQ(similarity("", "GOMEZ"), 0.0);
  EXPECT_DOUBLE_EQ(similarity("", ""), 0.0);
  EXPECT_LT(similarity("HERNANDEZ", "FERNANDEZ"), 0.92);
}

TEST(Name, LettersApartAreCounted) {
  EXPECT_EQ(letters_apart("ANA", "Aña"), 0u);
  EXPECT_EQ(letters_apart("ANA", "EVA"), 2u);
  EXPECT_EQ(letters_apart("JUAN", "JUANA"), 1u);
  EXPECT_EQ(letters_apart("", "ANA"), 3u);
  EXPECT_EQ(letters_apart(std::string(100000, 'A'), "A"), 100000u);
}

TEST(Name, SimilarityRefusesHostileLengths) {
  const std::string endless(1u << 20, 'A');
  EXPECT_DOUBLE_EQ(similarity(endless, endless), 0.0);
}

TEST(Name, CutNamesMatchTheirBeginning) {
  EXPECT_DOUBLE_EQ(similarity_of_cut("MARIA FERNANDA", "MARIA FERN"), 1.0);
  EXPECT_LT(similarity_of_cut("MARIA FERNANDA", "ANA"), 0.5);
  EXPECT_LT(similarity_of_cut("FERNANDA", "FER"), 0.5);  // too short to be taken as a beginning
}

TEST(Name, SubsetOfGivenNamesMatches) {
  EXPECT_DOUBLE_EQ(similarity_of_subset("FERNANDA", "María Fernanda"), 1.0);
  EXPECT_DOUBLE_EQ(similarity_of_subset("Carlos Juan", "JUAN CARLOS"), 1.0);
  EXPECT_LT(similarity_of_subset("LUIS", "María Fernanda"), 0.6);
  EXPECT_DOUBLE_EQ(similarity_of_subset("ANA ANA", "ANA LUZ"), 0.5 * (1.0 + similarity("ANA", "LUZ")));
}

TEST(Date, OnlyCalendarDatesAreRead) {
  EXPECT_EQ(parse_iso_date("1980-07-05"), 1980y / 7 / 5);
  for (const char* text : {"1980-02-30", "1980-7-5", "05/07/1980", "", "1980-07-05T", "19a0-07-05"}) {
    EXPECT_FALSE(parse_iso_date(text)) << text;
  }
  EXPECT_EQ(to_iso(1980y / 7 / 5), "1980-07-05");
}

TEST(Date, AgeTurnsOnTheBirthday) {
  EXPECT_EQ(age_on(2008y / 11 / 21, 2026y / 11 / 21), 18);
  EXPECT_EQ(age_on(2008y / 11 / 22, 2026y / 11 / 21), 17);
  EXPECT_EQ(age_on(2008y / 2 / 29, 2026y / 2 / 28), 17);
  EXPECT_EQ(age_on(2008y / 2 / 29, 2026y / 3 / 1), 18);
}

}  // namespace
}  // namespace cotejo::mx
