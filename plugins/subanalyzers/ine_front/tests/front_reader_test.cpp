#include "../front_reader.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <opencv2/imgproc.hpp>
#include <sstream>

#include "../card_page.hpp"
#include "printed_card.hpp"
#include "text_models.hpp"

namespace {

using cotejo::ine_front::Absence;
using cotejo::ine_front::Field;
using cotejo::ine_front::FrontReader;
using cotejo::ine_front::FrontReading;
using cotejo::ine_front::Key;
using cotejo::test::Generation;
using cotejo::test::Level;
using cotejo::test::Person;

constexpr const char* kNames[] = {
    "surname",    "second_surname",    "given_names", "sex",     "address",    "clave_elector", "curp",
    "birth_date", "registration_year", "emission",    "section", "valid_from", "valid_until"};

const FrontReader& reader() {
  static const FrontReader instance = [] {
    const std::string spanish = cotejo::test::text_model_bytes("spa");
    return FrontReader(cotejo::text_reading::read_model(std::as_bytes(std::span(spanish))));
  }();
  return instance;
}

struct Card {
  Person person;
  cotejo::test::Print print;
  FrontReading reading;
};

Card read_card(unsigned seed, Level level, const std::function<void(Person&)>& change = {}) {
  std::mt19937 random(seed);
  Card out{cotejo::test::invent_person(random), cotejo::test::invent_print(random, level), {}};
  if (change) change(out.person);
  out.reading = reader().read(cotejo::test::print_front(out.person, out.print, random), 2026);
  return out;
}

std::string printed(const Card& card, std::size_t key) {
  const auto& fields = card.person.fields;
  if (key == static_cast<std::size_t>(Key::address)) {
    std::string lines;
    for (const auto& line : card.person.address_lines) lines += (lines.empty() ? "" : "\n") + line;
    return lines;
  }
  if (key == static_cast<std::size_t>(Key::emission) && card.print.generation == Generation::kGh) return "";
  const auto found = fields.find(kNames[key]);
  std::string value = found == fields.end() ? "" : found->second;
  for (std::size_t at; (at = value.find("Ú")) != std::string::npos;)
    value.replace(at, 2, "U");  // names come without accents
  return value;
}

TEST(FrontReader, ReadsCleanCardsOfBothGenerationsInSeveralFonts) {
  int right = 0, total = 0;
  std::ostringstream wrong;
  for (unsigned seed = 1; seed <= 12; ++seed) {
    const Card card = read_card(seed, Level::kClean);
    for (std::size_t key = 0; key < std::size(kNames); ++key) {
      const std::string expected = printed(card, key);
      if (expected.empty()) continue;
      ++total;
      const Field& field = card.reading.fields[key];
      right += field.found() && field.value == expected;
      if (field.value != expected)
        wrong << "card " << seed << ": " << kNames[key] << " '" << expected << "' read as '" << field.value << "'\n";
    }
  }
  EXPECT_GE(right, total - 1) << wrong.str();
}

TEST(FrontReader, IsNeverConfidentAndWrongOnHardPhotos) {
  int confident = 0, wrong = 0;
  for (unsigned seed = 100; seed < 115; ++seed) {
    const Card card = read_card(seed, Level::kHard);
    for (std::size_t key = 0; key < std::size(kNames); ++key) {
      const Field& field = card.reading.fields[key];
      if (!field.found() || field.probability < 0.9) continue;
      ++confident;
      wrong += field.value != printed(card, key);
    }
  }
  EXPECT_GT(confident, 50) << "never being sure is no honesty";
  EXPECT_LE(wrong, confident / 50);
}

TEST(FrontReader, TellsNoSectionThatMayBeAYearOfALostValidity) {
  const auto without_validity = [](const std::string& section) {
    return read_card(3, Level::kClean, [&](Person& person) {
      person.fields["valid_from"] = person.fields["valid_until"] = "";
      person.fields["section"] = section;
    });
  };
  EXPECT_FALSE(without_validity("2023").reading[Key::section].found());
  EXPECT_EQ(without_validity("5051").reading[Key::section].value, "5051");
}

TEST(FrontReader, KeepsTheLetterEnye) {
  const Card card = read_card(3, Level::kClean, [](Person& person) { person.fields["given_names"] = "BEGOÑA"; });
  EXPECT_EQ(card.reading[Key::given_names].value, "BEGOÑA");
}

TEST(FrontReader, SaysThatAnAddressIsNotShown) {
  const Card card = read_card(4, Level::kClean, [](Person& person) { person.address_lines.clear(); });
  EXPECT_FALSE(card.reading[Key::address].found());
  EXPECT_EQ(card.reading[Key::address].absence, Absence::not_shown);
}

TEST(FrontReader, KnowsWhichNameIsMissingFromTheIdentifiers) {
  Card card;
  for (unsigned seed = 1;; ++seed) {
    std::mt19937 random(seed);
    if (cotejo::test::invent_person(random).fields.contains("second_surname")) continue;
    card = read_card(seed, Level::kClean);
    break;
  }
  EXPECT_EQ(card.reading[Key::surname].value, printed(card, static_cast<std::size_t>(Key::surname)));
  EXPECT_EQ(card.reading[Key::given_names].value, printed(card, static_cast<std::size_t>(Key::given_names)));
  EXPECT_EQ(card.reading[Key::second_surname].absence, Absence::not_shown);
}

TEST(FrontReader, TellsASectionWithoutItsLabelByWhatItIsAndIsNotSureOfIt) {
  const std::string spanish = cotejo::test::text_model_bytes("spa");
  const cotejo::ine_front::FrontModels models(cotejo::text_reading::read_model(std::as_bytes(std::span(spanish))));
  std::mt19937 random(4);
  const Person person = cotejo::test::invent_person(random);
  auto print = cotejo::test::invent_print(random, Level::kClean);
  print.generation = Generation::kGh;
  cv::Mat card = cotejo::test::print_front(person, print, random);
  const auto page = cotejo::ine_front::read_page(card, models);
  const auto* label = page.text.find(cotejo::ine_front::Label::section);
  ASSERT_NE(label, nullptr);
  const cv::Rect worn(label->box.x - 3, label->box.y - 6, label->box.width + 6, label->box.height + 8);
  card(worn) = cv::mean(card(worn)) + cv::Scalar::all(10);
  const Field section = reader().read(card, 2026)[Key::section];
  EXPECT_EQ(section.value, person.fields.at("section"));
  EXPECT_LE(section.probability, 0.6);
}

TEST(FrontReader, FindsNothingOnAnEmptyPicture) {
  const auto reading = reader().read(cv::Mat(638, 1011, CV_8UC3, cv::Scalar(200, 200, 200)), 2026);
  for (const auto& field : reading.fields) EXPECT_FALSE(field.found());
  EXPECT_EQ(reading.labels, 0U);
}

TEST(FrontReader, FindsNothingInNoise) {
  cv::Mat noise(638, 1011, CV_8UC3);
  cv::theRNG().state = 7;
  cv::randu(noise, 0, 256);
  for (const auto& field : reader().read(noise, 2026).fields) EXPECT_LT(field.probability, 0.5);
}

TEST(FrontReader, BoxesLieOnTheCard) {
  const Card card = read_card(5, Level::kPhone);
  std::size_t found = 0;
  for (const auto& field : card.reading.fields) {
    if (!field.found()) continue;
    EXPECT_EQ(field.box & cv::Rect(0, 0, 1011, 638), field.box);
    ++found;
  }
  EXPECT_GT(found, std::size(kNames) / 2);
}

TEST(FrontReader, AnswersTheSameTwice) {
  const Card first = read_card(6, Level::kHard), second = read_card(6, Level::kHard);
  for (std::size_t key = 0; key < std::size(kNames); ++key) {
    EXPECT_EQ(first.reading.fields[key].value, second.reading.fields[key].value);
    EXPECT_EQ(first.reading.fields[key].probability, second.reading.fields[key].probability);
  }
}

TEST(FrontReader, DoubtsAnIdentifierThatTheCardContradicts) {
  const auto clean = read_card(8, Level::kClean).reading[Key::curp].probability;
  const auto contradicted = read_card(8, Level::kClean, [](Person& person) {
    auto& curp = person.fields["curp"];
    curp[17] = curp[17] == '0' ? '1' : '0';  // its check digit is wrong
  });
  EXPECT_LT(contradicted.reading[Key::curp].probability, clean);
  EXPECT_LT(contradicted.reading[Key::curp].probability, 0.9);
}

}  // namespace
