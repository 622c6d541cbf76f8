#include "mrz/writing.hpp"

#include <gtest/gtest.h>

#include "mrz/reading.hpp"
#include "vectors.hpp"

namespace cotejo::mrz {
namespace {

using namespace std::chrono_literals;

IneCard juan() {
  return {.cic = "123456789",
          .section = "0747",
          .citizen_id = "123456789",
          .emission = "00",
          .number = "12345",
          .birth_date = 1985y / 1 / 1,
          .sex = mx::Sex::male,
          .expiry_year = 2033,
          .surname = "Pérez",
          .second_surname = "López",
          .given_names = "Juan Carlos"};
}

TEST(IneWriting, GivesThePublishedLayout) {
  EXPECT_EQ(build_ine(juan()), testing::split(testing::read_vectors("ine_mrz_synthetic").front().input, '|'));
}

TEST(IneWriting, WhatIsWrittenReadsBackValid) {
  IneCard written = juan();
  written.sex = mx::Sex::nonbinary;
  written.surname = "De la Peña-Núñez";
  written.given_names = "Guadalupe Monserrat de los Ángeles";
  const auto lines = build_ine(written);
  const auto result = parse(lines, 2026);
  ASSERT_TRUE(result.reading);
  EXPECT_TRUE(result.reading->valid());
  EXPECT_TRUE(result.reading->names_cut);
  EXPECT_EQ(result.reading->surnames, "DE LA PENA NUNEZ LOPEZ");
  EXPECT_EQ(result.reading->sex, mx::Sex::nonbinary);
}

TEST(IneWriting, NumbersOfAnotherShapeAreRefused) {
  for (auto change : {+[](IneCard& c) { c.cic = "12345678"; }, +[](IneCard& c) { c.section = "O747"; },
                      +[](IneCard& c) { c.citizen_id.clear(); }, +[](IneCard& c) { c.expiry_year = 0; }}) {
    IneCard wrong = juan();
    change(wrong);
    EXPECT_TRUE(build_ine(wrong).empty());
  }
}

Document passport(Format format) {
  return {.format = format,
          .document_code = format == Format::mrv_a || format == Format::mrv_b ? "V"
                           : format == Format::td3                            ? "P"
                                                                              : "I",
          .issuer = "UTO",
          .nationality = "UTO",
          .number = "L898902C3",
          .surnames = "Eriksson",
          .given_names = "Anna Maria",
          .birth_date = 1974y / 8 / 12,
          .expiry_date = 2032y / 4 / 15,
          .sex = 'F',
          .optional = "ZE184"};
}

TEST(Writing, EveryFormatReadsBackValid) {
  for (const Format format : {Format::td1, Format::td2, Format::td3, Format::mrv_a, Format::mrv_b}) {
    SCOPED_TRACE(name(format));
    const auto result = parse(build(passport(format)), 2026);
    ASSERT_TRUE(result.reading);
    EXPECT_EQ(result.reading->format, format);
    EXPECT_TRUE(result.reading->valid());
    EXPECT_EQ(result.reading->document_number, "L898902C3");
    EXPECT_EQ(result.reading->optional, "ZE184");
    EXPECT_EQ(result.reading->given_names, "ANNA MARIA");
    EXPECT_EQ(result.reading->birth_date, 1974y / 8 / 12);
    EXPECT_EQ(result.reading->sex, mx::Sex::female);
  }
}

TEST(Writing, LongNumbersOfCardsGoOnInTheOptionalField) {
  Document document = passport(Format::td1);
  document.number = "000590240601";
  const auto result = parse(build(document), 2026);
  ASSERT_TRUE(result.reading);
  EXPECT_EQ(result.reading->document_number, "000590240601");
  EXPECT_TRUE(result.reading->valid());
  document.format = Format::td3;
  EXPECT_TRUE(build(document).empty());
}

TEST(Writing, PartsThatDoNotFitAreRefused) {
  Document document = passport(Format::td3);
  document.optional = std::string(15, 'A');
  EXPECT_TRUE(build(document).empty());
  document = passport(Format::td3);
  document.number = "L89 902C3";
  EXPECT_TRUE(build(document).empty());
}

TEST(NamesSimilarity, AllowsForTheAlphabetAndForCutNames) {
  EXPECT_DOUBLE_EQ(names_similarity("PENA NUNEZ", "JOSE", "Peña Núñez", "José"), 1.0);
  EXPECT_DOUBLE_EQ(names_similarity("FERNANDEZ DE LA VEGA", "FRANCISC", "Fernández de la Vega", "Francisco Javier"),
                   1.0);
  EXPECT_LT(names_similarity("PENA NUNEZ", "JOSE", "Peña Núñez", "Luis"), 0.92);
  EXPECT_LT(names_similarity("PEREZ", "ANA", "Pérez López", "Ana"), 0.92);  // short: nothing was cut
}

}  // namespace
}  // namespace cotejo::mrz
