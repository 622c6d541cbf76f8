#include "mx/curp.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "rosa.hpp"
#include "vectors.hpp"

namespace cotejo::mx {
namespace {

using cotejo::testing::read_vectors;
using cotejo::testing::split;
using namespace std::chrono_literals;

TEST(Curp, CheckDigitsArePublishedOnes) {
  for (const auto& vector : read_vectors("curp_check_digit")) {
    EXPECT_EQ(curp_check_digit(vector.input), vector.expected[0]) << vector.input << " " << vector.source;
  }
}

TEST(Curp, CheckDigitOfAnotherLengthOrAlphabetIsUnknown) {
  EXPECT_EQ(curp_check_digit("SABC560626MDFLRN"), '?');
  EXPECT_EQ(curp_check_digit("sABC560626MDFLRN0"), '?');
}

TEST(Curp, InitialsArePublishedOnes) {
  for (const auto& vector : read_vectors("curp_initials")) {
    const auto name = split(vector.input, '|');
    const Person person{.surname = name[1], .second_surname = name[2], .given_names = name[0]};
    EXPECT_EQ(curp_initials(person), vector.expected) << vector.input;
  }
}

TEST(Curp, VerdictsArePublishedOnes) {
  const std::vector<std::pair<std::string, std::vector<Problem>>> meanings{
      {"valid", {Problem::none}},
      {"INVALID_FORMAT", {Problem::format, Problem::length, Problem::characters}},
      {"INVALID_STATE", {Problem::state}},
      {"FORBIDDEN_WORD", {Problem::forbidden_word}},
      {"INVALID_CHECK_DIGIT", {Problem::check_digit}}};
  for (const auto& vector : read_vectors("curp_validate")) {
    const auto meaning =
        std::find_if(meanings.begin(), meanings.end(), [&](auto& m) { return m.first == vector.expected; });
    ASSERT_NE(meaning, meanings.end()) << vector.expected;
    const Problem problem = parse_curp(vector.input).problem;
    EXPECT_EQ(std::count(meaning->second.begin(), meaning->second.end(), problem), 1)
        << vector.input << " " << code(problem);
  }
}

TEST(Curp, NamesAgreeAsPublished) {
  for (const auto& vector : read_vectors("curp_name_match")) {
    const auto input = split(vector.input, '|');
    const auto curp = parse_curp(input[0]);
    ASSERT_TRUE(curp.valid());
    const auto claim = split(input[1], '=');
    if (claim[0] == "fecha_nacimiento") {
      EXPECT_EQ(to_iso(curp.value->birth_date), vector.expected);
    }
    if (claim[0] == "entidad") {
      EXPECT_EQ(curp.value->state, "DF");
    }
    if (claim.size() != 2) continue;
    Person person;
    (claim[0] == "nombre"            ? person.given_names
     : claim[0] == "primer_apellido" ? person.surname
                                     : person.second_surname) = claim[1];
    EXPECT_EQ(curp_contradictions(*curp.value, person, false).empty(), vector.expected == "true") << vector.input;
  }
}

TEST(Curp, DerivedOneIsValidAndAgreesWithItsPerson) {
  const std::string text = derive_curp(rosa());
  EXPECT_EQ(text.substr(0, 17), "ZAQR900305MJCMXS0");
  const auto curp = parse_curp(text);
  ASSERT_TRUE(curp.valid()) << code(curp.problem);
  EXPECT_TRUE(curp_contradictions(*curp.value, rosa()).empty());
}

TEST(Curp, EachContradictedPartIsNamed) {
  const auto curp = parse_curp(derive_curp(rosa()));
  struct Case {
    CurpPart part;
    void (*change)(Person&);
  };
  const std::vector<Case> cases{{CurpPart::surname, [](Person& p) { p.surname = "Beltrán"; }},
                                {CurpPart::second_surname, [](Person& p) { p.second_surname = "Rivas"; }},
                                {CurpPart::given_names, [](Person& p) { p.given_names = "Luz"; }},
                                {CurpPart::birth_date, [](Person& p) { p.birth_date = 1990y / 3 / 6; }},
                                {CurpPart::sex, [](Person& p) { p.sex = Sex::male; }},
                                {CurpPart::state, [](Person& p) { p.birth_state = "NL"; }}};
  for (const Case& c : cases) {
    Person person = rosa();
    c.change(person);
    EXPECT_EQ(curp_contradictions(*curp.value, person), std::vector{c.part}) << code(c.part);
  }
}

TEST(Curp, SameInitialsAreNotEnoughWhenInnerConsonantsDiffer) {
  const auto curp = parse_curp(derive_curp(rosa()));
  Person other = rosa();
  other.surname = "Zavala";
  EXPECT_EQ(curp_contradictions(*curp.value, other), std::vector{CurpPart::surname});
}

TEST(Curp, LettersApartTellsAMisreadLetterFromAnotherName) {
  const auto curp = parse_curp(derive_curp(rosa()));
  EXPECT_EQ(curp_letters_apart(*curp.value, rosa()), 0);
  Person misread = rosa();
  misread.surname = "2amudio";
  misread.given_names = "Losa";
  EXPECT_EQ(curp_letters_apart(*curp.value, misread), 2);
  Person other = rosa();
  other.surname = "Beltrán";
  EXPECT_EQ(curp_letters_apart(*curp.value, other), 3);
  EXPECT_EQ(curp_letters_apart(*curp.value, Person{}), 0);
}

TEST(Curp, CenturyComesFromTheHomonymyCharacter) {
  Person person = rosa();
  person.birth_date = 2003y / 3 / 5;
  const auto young = parse_curp(derive_curp(person));
  ASSERT_TRUE(young.valid());
  EXPECT_EQ(young.value->homonymy, 'A');
  EXPECT_EQ(young.value->birth_date, 2003y / 3 / 5);
}

TEST(Curp, LeapDayIsJudgedInItsCentury) {
  Person person = rosa();
  person.birth_date = 2000y / 2 / 29;
  EXPECT_TRUE(parse_curp(derive_curp(person, 'A')).valid());
  EXPECT_EQ(parse_curp(derive_curp(person, '0')).problem, Problem::date);  // 29 February 1900 does not exist
}

struct Derivation {
  const char *surname, *second, *given, *root, *consonants;
};

TEST(Curp, HardNamesFollowTheRules) {
  const std::vector<Derivation> cases{{"Ñando", "Ruiz", "Daniel", "XARD", "NZN"},            // Ñ becomes X
                                      {"Ek", "Rivera", "Ernesto", "EXRE", "KVR"},            // no inner vowel
                                      {"De la Cruz", "Del Río", "Ana", "CURA", "RXN"},       // particles
                                      {"Ich", "Rodríguez", "Andrés", "IXRA", "CDN"},         // no inner vowel
                                      {"O. Relling", "Allende", "Rosalina", "OXAR", "XLS"},  // a period counts as X
                                      {"Pérez", "", "Juan José", "PEXJ", "RXN"},             // no second surname
                                      {"Pérez", "Ruiz", "José María", "PERM", "RZR"},        // JOSE before another name
                                      {"Pérez", "Ruiz", "María de los Ángeles", "PERA", "RZN"},
                                      {"Pérez", "Ruiz", "Ma. del Carmen", "PERC", "RZR"},
                                      {"Pérez", "Ruiz", "María", "PERM", "RZR"},
                                      {"Pérez", "Núñez", "Eduardo", "PXNE", "RXD"},  // forbidden word PENE
                                      {"Los", "Y", "Ana", "LOYA", "SXN"},  // nothing but a particle: it is the name
                                      {"Güemes", "Ávila", "Íñigo", "GUAI", "MVX"}};
  for (const Derivation& c : cases) {
    const Person person{.surname = c.surname,
                        .second_surname = c.second,
                        .given_names = c.given,
                        .birth_date = 1985y / 1 / 31,
                        .sex = Sex::male,
                        .birth_state = "DF"};
    const std::string curp = derive_curp(person);
    EXPECT_EQ(curp.substr(0, 4), c.root) << c.surname << " " << c.given;
    EXPECT_EQ(curp.substr(13, 3), c.consonants) << c.surname << " " << c.given;
    EXPECT_TRUE(parse_curp(curp).valid()) << curp;
    EXPECT_TRUE(curp_contradictions(*parse_curp(curp).value, person).empty()) << curp;
  }
}

TEST(Curp, EveryForbiddenWordIsRefused) {
  for (const auto& vector : read_vectors("curp_forbidden_words")) {
    std::string text = vector.input + "850131HDFRRN0";
    text += curp_check_digit(text);
    EXPECT_EQ(parse_curp(text).problem, Problem::forbidden_word) << vector.input;
    EXPECT_EQ(vector.expected, std::string{vector.input[0]} + 'X' + vector.input.substr(2));
  }
}

TEST(Curp, HostileTextIsRefusedWithoutAValue) {
  for (const std::string& text : {std::string(), std::string(100000, 'A'), std::string(18, '\0'),
                                  std::string("\xFF\xFE"), std::string("ÑÑÑÑÑÑÑÑÑ")}) {
    EXPECT_FALSE(parse_curp(text).value.has_value());
  }
}

}  // namespace
}  // namespace cotejo::mx
