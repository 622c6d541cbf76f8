#include "mx/rfc.hpp"

#include <gtest/gtest.h>

#include "mx/curp.hpp"
#include "vectors.hpp"

namespace cotejo::mx {
namespace {

using cotejo::testing::read_vectors;
using cotejo::testing::split;
using namespace std::chrono_literals;

Person person_of(const std::string& input) {
  const auto parts = split(input, '|');
  return {.surname = parts[1],
          .second_surname = parts[2],
          .given_names = parts[0],
          .birth_date = *parse_iso_date(parts[3])};
}

TEST(Rfc, RootsOfPeopleArePublishedOnes) {
  for (const auto& vector : read_vectors("rfc_person_10")) {
    EXPECT_EQ(derive_rfc_root(person_of(vector.input)), vector.expected) << vector.input;
  }
}

TEST(Rfc, WholeRfcsOfPeopleArePublishedOnes) {
  for (const auto& vector : read_vectors("rfc_person_full")) {
    EXPECT_EQ(derive_rfc(person_of(vector.input)), vector.expected) << vector.input;
    EXPECT_TRUE(parse_rfc(vector.expected).valid());
  }
}

TEST(Rfc, HomoclavesArePublishedOnes) {
  for (const auto& vector : read_vectors("rfc_homoclave"))
    EXPECT_EQ(rfc_homoclave(vector.input), vector.expected) << vector.input;
}

TEST(Rfc, CheckDigitsArePublishedOnes) {
  for (const auto& vector : read_vectors("rfc_check_digit")) {
    EXPECT_EQ(rfc_check_digit(vector.input), vector.expected[0]) << vector.input;
  }
}

TEST(Rfc, VerdictsArePublishedOnes) {
  for (const auto& vector : read_vectors("rfc_validate")) {
    const auto rfc = parse_rfc(vector.input);
    const std::string& expected = vector.expected;
    if (expected.starts_with("valid")) {
      EXPECT_TRUE(rfc.valid()) << vector.input << " " << code(rfc.problem);
      if (!rfc.valid()) continue;
      EXPECT_EQ(rfc.value->kind == RfcKind::company, expected.starts_with("valid company")) << vector.input;
      EXPECT_EQ(rfc.value->listed_exception, expected.find("exception") != std::string::npos) << vector.input;
    } else if (expected == "INVALID_DATE") {
      EXPECT_EQ(rfc.problem, Problem::date) << vector.input;
    } else if (expected == "FORBIDDEN_WORD") {
      EXPECT_EQ(rfc.problem, Problem::forbidden_word) << vector.input;
    } else if (expected.starts_with("INVALID_FORMAT")) {
      EXPECT_TRUE(rfc.problem == Problem::format || rfc.problem == Problem::characters ||
                  rfc.problem == Problem::length);
    } else {
      EXPECT_TRUE(rfc.value && rfc.problem != Problem::date) << vector.input;  // "date ok": nothing is said of the rest
    }
  }
}

TEST(Rfc, RootsOfCompaniesArePublishedOnes) {
  for (const auto& vector : read_vectors("rfc_company_9")) {
    const auto part = split(vector.input, '|');
    EXPECT_EQ(derive_company_rfc_root(part[0], *parse_iso_date(part[1])), vector.expected) << vector.input;
  }
}

TEST(Rfc, NumbersInCompanyNamesAreSpelledOut) {
  const auto letters = [](std::string_view name) {
    return derive_company_rfc_root(name, 1982y / 11 / 29).substr(0, 3);
  };
  EXPECT_EQ(letters("7-Eleven México, S.A. de C.V."), "SEM");
  EXPECT_EQ(letters("Ruta 100"), "RCI");
  EXPECT_EQ(letters("Grupo 1910"), "GMN");
  EXPECT_EQ(letters("Luis XIV, S.A."), "LCA");
  EXPECT_EQ(letters("Mix y Lic, S.A."), "MLI");  // not MIL NUEVE
  EXPECT_EQ(letters("12345678903"), "UDT");
}

TEST(Rfc, DerivedOnesOfCompaniesAreValid) {
  for (const auto& vector : read_vectors("rfc_company_9")) {
    const auto part = split(vector.input, '|');
    const auto rfc = parse_rfc(derive_company_rfc(part[0], *parse_iso_date(part[1])));
    ASSERT_TRUE(rfc.valid()) << vector.input << " " << code(rfc.problem);
    EXPECT_EQ(rfc.value->kind, RfcKind::company);
  }
  EXPECT_EQ(derive_company_rfc("", 1982y / 11 / 29), "");
  EXPECT_EQ(derive_company_rfc("...", 1982y / 11 / 29), "");
}

TEST(Rfc, WrongDigitIsFoundAndOnlyListedCompaniesAreExcused) {
  EXPECT_EQ(parse_rfc("GODE561231GR9").problem, Problem::check_digit);
  EXPECT_EQ(parse_rfc("LME060822IH4").problem, Problem::check_digit);
}

TEST(Rfc, GenericOnesAreValidButNobodys) {
  EXPECT_EQ(parse_rfc("XAXX010101000").value->kind, RfcKind::generic_public);
  EXPECT_EQ(parse_rfc("XEXX010101000").value->kind, RfcKind::generic_foreign);
}

TEST(Rfc, EveryForbiddenWordIsRefused) {
  for (const auto& vector : read_vectors("rfc_forbidden_words")) {
    std::string text = vector.input + "850131AB";
    text += rfc_check_digit(text);
    EXPECT_EQ(parse_rfc(text).problem, Problem::forbidden_word) << vector.input;
  }
}

TEST(Rfc, AgreesWithTheCurpOfTheSamePerson) {
  struct Name {
    const char *surname, *second, *given;
  };
  for (const Name& name :
       {Name{"Zamudio", "Quiñones", "Rosa"}, Name{"Ek", "Rivera", "Ernesto"}, Name{"Pérez", "Núñez", "Eduardo"},
        Name{"Ñando", "Ruiz", "Daniel"}, Name{"Zafra", "", "Gerarda"}, Name{"Martínez", "Mejía", "Ernesto"},
        Name{"Bueno", "Ezquerra", "Ingrid"}}) {
    const Person person{.surname = name.surname,
                        .second_surname = name.second,
                        .given_names = name.given,
                        .birth_date = 1985y / 1 / 31,
                        .sex = Sex::male,
                        .birth_state = "DF"};
    EXPECT_TRUE(rfc_agrees_with_curp(derive_rfc(person), derive_curp(person)))
        << derive_rfc(person) << " " << derive_curp(person);
  }
  EXPECT_FALSE(rfc_agrees_with_curp("GODE561231GR8", "GODE561230MDFMZM09"));  // another day
  EXPECT_FALSE(rfc_agrees_with_curp("GODE561231GR8", "RODE561231MDFMZM09"));  // another surname
  EXPECT_FALSE(rfc_agrees_with_curp("", "RODE561231MDFMZM09"));
}

}  // namespace
}  // namespace cotejo::mx
