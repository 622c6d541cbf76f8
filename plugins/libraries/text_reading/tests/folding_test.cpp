#include "text_reading/folding.hpp"

#include <gtest/gtest.h>

namespace {

using namespace cotejo::text_reading;

TEST(Folding, KeepsEnyeAndDropsAccents) {
  EXPECT_EQ(without_accents("Núñez  de la peña "), "NUÑEZ DE LA PEÑA");
  EXPECT_EQ(upper_case("sección"), "SECCIÓN");
}

TEST(Folding, BareIsLettersAndDigitsOnly) {
  EXPECT_EQ(bare("AÑO DE REGISTRO: 2º"), "ANODEREGISTRO2");
}

TEST(Folding, BytesThatAreNotUtf8StandAlone) {
  const std::string broken = "A\xC3Z\xFF";
  EXPECT_EQ(letters_of(broken).size(), 4U);
}

TEST(Folding, EditDistanceStopsAtItsLimit) {
  EXPECT_EQ(edit_distance("SECCION", "SECION", 3), 1);
  EXPECT_EQ(edit_distance("CURP", "CURP", 0), 0);
  EXPECT_EQ(edit_distance("DOMICILIO", "X", 2), 3);
  EXPECT_EQ(edit_distance("ABCDEF", "UVWXYZ", 2), 3);
}

}  // namespace
