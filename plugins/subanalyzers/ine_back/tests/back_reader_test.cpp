#include "../back_reader.hpp"

#include <gtest/gtest.h>

#include <cotejo/testing.hpp>

#include "../component.hpp"
#include "printed_card.hpp"
#include "text_models.hpp"

namespace {

using cotejo::ine_back::BackReader;
using cotejo::ine_back::Zone;
using cotejo::test::Generation;
using cotejo::test::Level;

const BackReader& reader() {
  static const BackReader instance = [] {
    const std::string spanish = cotejo::test::text_model_bytes("spa");
    return BackReader(cotejo::text_reading::read_model(std::as_bytes(std::span(spanish))));
  }();
  return instance;
}

struct Card {
  cotejo::test::Person person;
  cv::Mat image;
};
Card print(unsigned seed, Generation generation, Level level) {
  std::mt19937 random(seed);
  Card out;
  out.person = cotejo::test::invent_person(random);
  auto look = cotejo::test::invent_print(random, level);
  look.generation = generation;
  out.image = cotejo::test::print_back(out.person, look, random);
  return out;
}
// A zone that says what the card does. Only its first line matters here; the others are well-formed.
Zone zone_of(const cotejo::test::Person& person, double probability) {
  const std::string cic = person.fields.at("cic");
  int sum = 0;
  for (std::size_t i = 0; i < cic.size(); ++i) sum += (cic[i] - '0') * std::array{7, 3, 1}[i % 3];
  return {"IDMEX" + cic + static_cast<char>('0' + sum % 10) + "<<" + person.fields.at("ocr") +
              "\n8007057M1812315MEX<02<<12345<7\nPRUEBA<FICTICIA<<PERSONA<<<<<<",
          probability};
}

TEST(BackReader, ReadsThePrintedNumbersOfCleanCards) {
  int right = 0;
  for (unsigned seed = 1; seed <= 6; ++seed) {
    const Card card = print(seed, Generation::kDef, Level::kClean);
    const auto reading = reader().read(card.image, std::nullopt, 2026);
    right += reading.cic.value == card.person.fields.at("cic");
    right += reading.ocr.value == card.person.fields.at("ocr");
    EXPECT_EQ(reading.mismatch, 0);
  }
  EXPECT_GE(right, 11);
}

TEST(BackReader, AZoneThatAgreesRaisesTheProbability) {
  const Card card = print(2, Generation::kDef, Level::kClean);
  const auto alone = reader().read(card.image, std::nullopt, 2026),
             together = reader().read(card.image, zone_of(card.person, 0.95), 2026);
  ASSERT_EQ(alone.cic.value, together.cic.value);
  EXPECT_GE(together.cic.probability, alone.cic.probability);
  EXPECT_GT(together.cic.probability, 0.95);
  EXPECT_EQ(together.mismatch, 0);
}

TEST(BackReader, AZoneThatContradictsIsReportedAndThePrintedNumberIsToldAsItIs) {
  const Card card = print(2, Generation::kDef, Level::kClean);
  auto other = card.person;
  other.fields["cic"] = "199999999";
  const auto reading = reader().read(card.image, zone_of(other, 0.97), 2026);
  EXPECT_GT(reading.mismatch, 0.6);
  EXPECT_EQ(reading.cic.value, card.person.fields.at("cic"));
  EXPECT_GT(reading.cic.probability, 0.8);
}

TEST(BackReader, AZoneThatIsReadBadlyAndContradictsLowersTheProbability) {
  const Card card = print(2, Generation::kDef, Level::kClean);
  auto other = card.person;
  other.fields["cic"] = "199999999";
  const auto reading = reader().read(card.image, zone_of(other, 0.5), 2026);
  EXPECT_EQ(reading.mismatch, 0);
  EXPECT_LT(reading.cic.probability, 0.6);
}

TEST(BackReader, TakesWhatOnlyTheZoneSays) {
  const cv::Mat blank(638, 1011, CV_8UC3, cv::Scalar::all(220));
  const Card card = print(3, Generation::kGh, Level::kClean);
  const auto reading = reader().read(blank, zone_of(card.person, 0.95), 2026);
  EXPECT_EQ(reading.cic.value, card.person.fields.at("cic"));
  EXPECT_LE(reading.cic.probability, 0.95);
  EXPECT_TRUE(reading.cic.box.empty());
}

TEST(BackReader, FindsNothingOnABlankCardOrInAMalformedZone) {
  const cv::Mat blank(638, 1011, CV_8UC3, cv::Scalar::all(220));
  EXPECT_FALSE(reader().read(blank, std::nullopt, 2026).cic.found());
  EXPECT_FALSE(reader().read(blank, Zone{"IDMEX12\n<<<", 0.99}, 2026).ocr.found());
}

TEST(BackReader, KnowsTheDatesOfAZoneFromAnOcrNumber) {
  EXPECT_TRUE(cotejo::ine_back::is_dates_of_zone("6801232291231"));
  EXPECT_FALSE(cotejo::ine_back::is_dates_of_zone("1449047306932"));
  EXPECT_FALSE(cotejo::ine_back::is_dates_of_zone("6801233291231"));
  EXPECT_FALSE(cotejo::ine_back::is_dates_of_zone("680123"));
}

TEST(BackReader, IsNeverConfidentAndWrongOnHardPhotos) {
  int wrong = 0;
  for (unsigned seed = 50; seed < 60; ++seed) {
    const Card card = print(seed, seed % 2 ? Generation::kDef : Generation::kGh, Level::kHard);
    const auto reading = reader().read(card.image, std::nullopt, 2026);
    wrong += reading.cic.probability >= 0.9 && reading.cic.value != card.person.fields.at("cic");
    wrong += reading.ocr.probability >= 0.9 && reading.ocr.value != card.person.fields.at("ocr");
  }
  EXPECT_EQ(wrong, 0);
}

TEST(IneBack, EmitsItsTraitsWithRegionsAndTheMismatchAsAnItem) {
  const Card card = print(2, Generation::kDef, Level::kClean);
  auto other = card.person;
  other.fields["cic"] = "199999999";
  cotejo::testing::Fake<cotejo::ine_back::IneBack> fake("{}",
                                                        {{"tesseract-spa", cotejo::test::text_model_bytes("spa")}});
  fake.given("card", cotejo::as_image(card.image, cotejo::Image::whole(1011, 638)))
      .given("mrz_lines", zone_of(other, 1).lines, 0.97);
  const auto result = fake.run();
  EXPECT_TRUE(result.breaches.empty());
  EXPECT_EQ(result.traits.size(), 3U);
  ASSERT_NE(result.trait("citizen_id"), nullptr);
  EXPECT_EQ(result.trait("citizen_id")->text(), card.person.fields.at("citizen_id"));
  ASSERT_NE(result.item("ine.back.printed_mrz_mismatch"), nullptr);
}

}  // namespace
