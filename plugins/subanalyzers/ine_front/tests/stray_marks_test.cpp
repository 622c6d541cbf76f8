#include "../stray_marks.hpp"

#include <gtest/gtest.h>

namespace {

using namespace cotejo::ine_front;

TEST(StrayMarks, OfTheGroundAreNoPartOfAnAddress) {
  EXPECT_EQ(without_stray_marks("COL 'LOMAS DE SAN ISIDRO 78280"), "COL LOMAS DE SAN ISIDRO 78280");
  EXPECT_EQ(without_stray_marks("COL'AMPLIACION EMILIANO ZAPATA 39992"), "COL AMPLIACION EMILIANO ZAPATA 39992");
  EXPECT_EQ(without_stray_marks("PROL . JUAREZ S/N"), "PROL JUAREZ S/N");
  EXPECT_EQ(without_stray_marks("BO SAN JUAN 44390 -"), "BO SAN JUAN 44390");
  EXPECT_EQ(without_stray_marks("- AV HIDALGO 39'"), "AV HIDALGO 39");
  EXPECT_EQ(without_stray_marks("LEON , GTO."), "LEON, GTO.");
}

TEST(StrayMarks, ThatBelongToASpellingStay) {
  for (const char* line : {"C O'HORAN 12", "AV D'ANGELO 4-B", "N° 12 INT 3", "C 5 # 20", "KM 7.5 CARR A TEPIC",
                           "AND 3 - LOTE 4", "LEON, GTO.", "S.L.P., S.L.P.", "J & M 4", "C S/N", "N°"})
    EXPECT_EQ(without_stray_marks(line), line);
  EXPECT_EQ(name_without_stray_marks("MA. ELENA"), "MA. ELENA");
  EXPECT_EQ(name_without_stray_marks("D'ANGELO"), "D'ANGELO");
  EXPECT_EQ(name_without_stray_marks("PEREZ-GIL"), "PEREZ-GIL");
}

TEST(StrayMarks, AreNoPartOfAName) {
  EXPECT_EQ(name_without_stray_marks("'CASTILLO"), "CASTILLO");
  EXPECT_EQ(name_without_stray_marks("ANA . LAURA-"), "ANA LAURA");
  EXPECT_EQ(name_without_stray_marks("ANA - LAURA"), "ANA LAURA");
  EXPECT_EQ(name_without_stray_marks("-"), "");
}

TEST(Zeros, AreReadInWordsOfDigits) {
  EXPECT_EQ(with_zeros("C 16 DE SEPTIEMBRE MZ 1O LT 4"), "C 16 DE SEPTIEMBRE MZ 10 LT 4");
  EXPECT_EQ(with_zeros("CENTRO O4230"), "CENTRO 04230");
  EXPECT_EQ(with_zeros("SECTOR O 12B"), "SECTOR O 12B");
  EXPECT_EQ(with_zeros("MZ 4O-B"), "MZ 4O-B");
}

TEST(StreetWithoutANumber, IsNotSIN) {
  EXPECT_EQ(without_a_number("C MAR EGEO SIN"), "C MAR EGEO S/N");
  for (const char* street : {"C MAR EGEO S/N", "C BASIN", "AV SIN NOMBRE 4", "C SIN NUM", "SIN"})
    EXPECT_EQ(without_a_number(street), street);
}

TEST(StrayMarks, ThePostalCodesAbbreviationHasBothFullStops) {
  EXPECT_EQ(with_full_stops("COL OBRERA C.P 88202"), "COL OBRERA C.P. 88202");
  EXPECT_EQ(with_full_stops("COL OBRERA C.P. 88202"), "COL OBRERA C.P. 88202");
  EXPECT_EQ(with_full_stops("COL OBRERA CP 88202"), "COL OBRERA CP 88202");
}

}  // namespace
