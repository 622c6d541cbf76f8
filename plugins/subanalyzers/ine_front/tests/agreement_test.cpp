#include "../agreement.hpp"

#include <gtest/gtest.h>

#include "../calibration.hpp"

namespace cotejo::ine_front {
namespace {

Field read_surely(std::string value) {
  Field field;
  field.value = std::move(value);
  field.absence = Absence::none;
  field.features.first = field.features.second = 1;
  field.features.agreed = true;
  field.features.fit = 1;
  return field;
}

// A fictional person; everything on the card fits together.
FrontReading card() {
  FrontReading card;
  card[Key::surname] = read_surely("AGUILAR");
  card[Key::second_surname] = read_surely("LOPEZ");
  card[Key::given_names] = read_surely("ESMERALDA");
  card[Key::sex] = read_surely("M");
  card[Key::birth_date] = read_surely("1983-05-19");
  card[Key::clave_elector] = read_surely("AGLPES83051931M500");
  card[Key::curp] = read_surely("AULE830519MYNGPS02");
  return card;
}

double probability(const FrontReading& card, Key key) {
  return calibrated(key, card[key].features);
}

TEST(Agreement, ACurpOfAnotherPersonIsReadAsSurelyAsItIsPrinted) {
  auto reading = card();
  reading[Key::curp] = read_surely("OOLA830519MYNCRD02");
  compare_fields(reading, 2026);
  for (const auto key : {Key::curp, Key::surname, Key::given_names, Key::clave_elector})
    EXPECT_GT(probability(reading, key), 0.95) << static_cast<int>(key);
}

TEST(Agreement, ACurpThatIsNotSoundIsDoubtedRatherThanTheNames) {
  auto reading = card();
  reading[Key::curp] = read_surely("OOLA830519MYNCRD03");
  compare_fields(reading, 2026);
  EXPECT_LT(probability(reading, Key::curp), 0.9);
}

// Sure enough for a check (0.8), not for what the shipped products reject by (0.95).
TEST(Agreement, WhatIsPrintedWrongAndReadVeryClearlyReachesItsRule) {
  const auto printed = [](Key key, std::string value) {
    auto reading = card();
    reading[key] = read_surely(std::move(value));
    compare_fields(reading, 2026);
    return probability(reading, key);
  };
  for (const double p : {printed(Key::curp, "AULE830519MYNGPS03"),           // its check digit
                         printed(Key::clave_elector, "AGLPES83991931M500"),  // there is no month 99
                         printed(Key::birth_date, "1983-05-28"), printed(Key::sex, "H")}) {
    EXPECT_GE(p, 0.8);
    EXPECT_LT(p, 0.9);
  }
}

TEST(Agreement, WhatIsPrintedWrongAndReadLessClearlyIsDoubted) {
  auto reading = card();
  reading[Key::birth_date] = read_surely("1983-05-28");
  reading[Key::birth_date].features.first = 0.9;
  compare_fields(reading, 2026);
  EXPECT_LT(probability(reading, Key::birth_date), 0.8);
}

TEST(Agreement, AClaveOneLetterAwayFromTheNamesMayBeMisread) {
  auto reading = card(), other = card();
  reading[Key::clave_elector] = read_surely("AGLPFS83051931M500");
  compare_fields(reading, 2026);
  compare_fields(other, 2026);
  EXPECT_LT(probability(reading, Key::clave_elector), 0.9);
  EXPECT_GT(probability(other, Key::clave_elector), 0.95);
}

TEST(Agreement, AClaveWithoutItsFirstLetterIsMisread) {
  auto reading = card();
  reading[Key::clave_elector] = read_surely("GLPESS83051931M500");
  compare_fields(reading, 2026);
  EXPECT_LT(probability(reading, Key::clave_elector), 0.9);
}

TEST(Agreement, NamesThatNeitherIdentifierBearsOutAreDoubted) {
  auto reading = card();
  reading[Key::curp] = read_surely("OOLA830519MYNCRD02");
  reading[Key::surname] = read_surely("BLVD JACARANDAS");
  compare_fields(reading, 2026);
  EXPECT_LT(probability(reading, Key::surname), 0.9);
}

}  // namespace
}  // namespace cotejo::ine_front
