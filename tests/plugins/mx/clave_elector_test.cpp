#include "mx/clave_elector.hpp"

#include <gtest/gtest.h>

#include "mx/state.hpp"
#include "rosa.hpp"
#include "vectors.hpp"

namespace cotejo::mx {
namespace {

using cotejo::testing::split;
using namespace std::chrono_literals;

TEST(ClaveElector, DerivedOnesArePublishedOnes) {
  for (const auto& vector : testing::read_vectors("clave_elector")) {
    const auto part = split(vector.input, '|');
    const int inegi = std::stoi(part[4].substr(6));
    const Person person{.surname = part[1],
                        .second_surname = part[2],
                        .given_names = part[0],
                        .birth_date = *parse_iso_date(part[3]),
                        .sex = *parse_sex(part[5][0]),
                        .birth_state = std::string(state_of_inegi(inegi)->curp_code)};
    EXPECT_EQ(derive_clave_elector(person, part[6][6], part[7].substr(10)), vector.expected);
    const auto clave = parse_clave_elector(vector.expected);
    ASSERT_TRUE(clave.valid());
    EXPECT_EQ(clave.value->state, inegi);
    EXPECT_TRUE(clave_contradictions(*clave.value, person).empty());
  }
}

TEST(ClaveElector, AgreesWithTheCurpOfTheSamePerson) {
  const auto clave = parse_clave_elector(derive_clave_elector(rosa()));
  const auto curp = parse_curp(derive_curp(rosa()));
  ASSERT_TRUE(clave.valid() && curp.valid());
  EXPECT_TRUE(clave_contradictions(*clave.value, *curp.value).empty());
}

TEST(ClaveElector, EachPartThatContradictsTheCurpIsNamed) {
  struct Case {
    CurpPart part;
    void (*change)(Person&);
  };
  const auto curp = parse_curp(derive_curp(rosa()));
  for (const Case& c : {Case{CurpPart::surname, [](Person& p) { p.surname = "Zavala"; }},
                        Case{CurpPart::second_surname, [](Person& p) { p.second_surname = "Rivas"; }},
                        Case{CurpPart::given_names, [](Person& p) { p.given_names = "Luz"; }},
                        Case{CurpPart::birth_date, [](Person& p) { p.birth_date = 1991y / 3 / 5; }},
                        Case{CurpPart::sex, [](Person& p) { p.sex = Sex::male; }},
                        Case{CurpPart::state, [](Person& p) { p.birth_state = "NL"; }}}) {
    Person person = rosa();
    c.change(person);
    const auto clave = parse_clave_elector(derive_clave_elector(person));
    EXPECT_EQ(clave_contradictions(*clave.value, *curp.value), std::vector{c.part}) << code(c.part);
    EXPECT_EQ(clave_contradictions(*clave.value, rosa()), std::vector{c.part}) << code(c.part);
  }
}

TEST(ClaveElector, BornAbroadAgreesWithTheCurpCode) {
  Person person = rosa();
  person.birth_state = "NE";
  const auto clave = parse_clave_elector(derive_clave_elector(person));
  ASSERT_TRUE(clave.valid());
  EXPECT_TRUE(clave_contradictions(*clave.value, *parse_curp(derive_curp(person)).value).empty());
}

TEST(ClaveElector, ProblemsAreNamed) {
  EXPECT_EQ(parse_clave_elector("GMVLMR80070501M10").problem, Problem::length);
  EXPECT_EQ(parse_clave_elector("GMVLMR80070501M1-0").problem, Problem::characters);
  EXPECT_EQ(parse_clave_elector("GMVLM180070501M100").problem, Problem::format);
  EXPECT_EQ(parse_clave_elector("GMVLMR80073501M100").problem, Problem::date);
  EXPECT_EQ(parse_clave_elector("GMVLMR80070533M100").problem, Problem::state);
  EXPECT_EQ(parse_clave_elector("gmvlmr80070501m100").problem, Problem::none);
}

}  // namespace
}  // namespace cotejo::mx
