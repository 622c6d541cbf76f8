#include <gtest/gtest.h>

#include "mx/clabe.hpp"
#include "mx/numbers.hpp"
#include "vectors.hpp"

namespace cotejo::mx {
namespace {

using cotejo::testing::read_vectors;

TEST(Clabe, CheckDigitsArePublishedOnes) {
  for (const auto& vector : read_vectors("clabe_check_digit"))
    EXPECT_EQ(clabe_check_digit(vector.input), vector.expected[0]);
}

TEST(Clabe, VerdictsArePublishedOnes) {
  for (const auto& vector : read_vectors("clabe_validate")) {
    const auto clabe = parse_clabe(vector.input);
    const std::string& expected = vector.expected;
    if (expected.starts_with("valid")) {
      EXPECT_TRUE(clabe.valid()) << vector.input << " " << code(clabe.problem);
      EXPECT_NE(expected.find("bank=" + std::string(clabe.value->bank->code)), std::string::npos) << vector.input;
      if (expected.find("plaza=180") != std::string::npos) {
        EXPECT_EQ(clabe.value->plaza->town, "Ciudad de México");
      }
      if (expected.find("plaza=010") != std::string::npos) {
        EXPECT_EQ(clabe.value->plaza->town, "Aguascalientes");
      }
    } else if (expected.starts_with("invalid-checksum")) {
      EXPECT_EQ(clabe.problem, Problem::check_digit);
    } else if (expected.starts_with("invalid-bank")) {
      EXPECT_EQ(clabe.problem, Problem::bank);
    } else if (expected.starts_with("invalid-length")) {
      EXPECT_EQ(clabe.problem, Problem::length);
    } else {
      EXPECT_EQ(clabe.problem, Problem::characters) << expected;
    }
  }
}

TEST(Clabe, KnowsEveryPublishedBankAndPlaza) {
  EXPECT_EQ(banks().size(), read_vectors("clabe_banks").size());
  for (const auto& vector : read_vectors("clabe_banks")) {
    const Bank* bank = bank_of(vector.input);
    ASSERT_TRUE(bank) << vector.input;
    EXPECT_TRUE(vector.expected.starts_with(std::string(bank->name) + ";"));
    EXPECT_NE(vector.expected.find("spei_code=" + std::string(bank->spei_code) + ";"), std::string::npos);
  }
  EXPECT_EQ(plazas().size(), read_vectors("clabe_plazas").size());
  for (const auto& vector : read_vectors("clabe_plazas")) {
    bool found = false;
    for (const Plaza& plaza : plazas_of(vector.input))
      found |= vector.expected.starts_with(std::string(plaza.town) + ";");
    EXPECT_TRUE(found) << vector.input;
  }
  EXPECT_EQ(bank_of("999"), nullptr);
  EXPECT_TRUE(plazas_of("000").empty());
}

TEST(Luhn, VerdictsArePublishedOnes) {
  for (const auto& vector : read_vectors("luhn"))
    EXPECT_EQ(luhn_valid(vector.input), vector.expected == "true") << vector.input;
  EXPECT_FALSE(luhn_valid("4012111111111112"));
  EXPECT_FALSE(luhn_valid(""));
  EXPECT_FALSE(luhn_valid(std::string(100000, '8')));
}

TEST(Nss, VerdictsArePublishedOnes) {
  for (const auto& vector : read_vectors("nss")) {
    if (const auto arrow = vector.input.find(" -> digit"); arrow != std::string::npos) {
      EXPECT_EQ(luhn_digit(vector.input.substr(0, arrow)), vector.expected[0]);
      continue;
    }
    const Problem problem = parse_nss(vector.input).problem;
    EXPECT_EQ(problem, vector.expected == "valid"            ? Problem::none
                       : vector.expected == "invalid length" ? Problem::length
                                                             : Problem::check_digit);
  }
}

TEST(Phone, AcceptsTheWaysPeopleWriteANumber) {
  for (const char* text : {"5512345678", "55 1234 5678", "(55) 1234-5678", "+52 55 1234 5678", "+521 5512345678",
                           "0445512345678", "01 55 1234 5678", "0052 55 1234 5678"}) {
    const auto phone = parse_phone(text);
    ASSERT_TRUE(phone.valid()) << text << " " << code(phone.problem);
    EXPECT_EQ(phone.value->e164, "+525512345678") << text;
    EXPECT_EQ(phone.value->area, "55");
  }
  EXPECT_EQ(parse_phone("4491234567").value->area, "449");
}

TEST(Phone, RefusesWhatIsNotInThePlan) {
  EXPECT_EQ(parse_phone("+1 555 123 4567").problem, Problem::number_plan);
  EXPECT_EQ(parse_phone("0012345678").problem, Problem::number_plan);
  EXPECT_EQ(parse_phone("5555555555").problem, Problem::number_plan);
  EXPECT_EQ(parse_phone("12345").problem, Problem::length);
  EXPECT_EQ(parse_phone("55l2345678").problem, Problem::characters);
  EXPECT_EQ(parse_phone("").problem, Problem::characters);
}

TEST(PostalCode, NamesItsStateAndBorough) {
  EXPECT_EQ(parse_postal_code("14610").value->state->curp_code, "DF");
  EXPECT_EQ(parse_postal_code("14610").value->borough, "Tlalpan");
  EXPECT_EQ(parse_postal_code("28219").value->state->curp_code, "CM");
  EXPECT_EQ(parse_postal_code("28219").value->borough, "");
  EXPECT_EQ(parse_postal_code("17000").problem, Problem::postal_range);
  EXPECT_EQ(parse_postal_code("00000").problem, Problem::postal_range);
  EXPECT_EQ(parse_postal_code("1461O").problem, Problem::characters);
  EXPECT_EQ(parse_postal_code("1461").problem, Problem::length);
}

}  // namespace
}  // namespace cotejo::mx
