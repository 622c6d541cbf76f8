#include "../address_component.hpp"

#include <gtest/gtest.h>

#include <cotejo/testing.hpp>

namespace mx_address {
namespace {

using cotejo::testing::Fake;

TEST(MxAddress, TakesTheCardsLinesApart) {
  Fake<AddressParts> fake;
  fake.given("text", std::string_view("C PITAGORAS 1253 INT 4\nCOL MORELOS 04800\nCOYOACAN, CDMX"), 0.9);
  const auto result = fake.run();
  EXPECT_EQ(result.trait("street")->text(), "CALLE PITAGORAS");
  EXPECT_EQ(result.trait("interior_number")->text(), "4");
  EXPECT_EQ(result.trait("state")->text(), "Ciudad de México");
  EXPECT_DOUBLE_EQ(result.trait("postal_code")->probability, 0.9);
}

TEST(MxAddress, FieldsOfAFormGoBeforeAText) {
  Fake<AddressParts> fake;
  fake.given("street", std::string_view("av. benito juárez")).given("exterior_number", std::string_view("No. 12-B"));
  fake.given("state", std::string_view("edo. de méx."));
  const auto result = fake.run();
  EXPECT_EQ(result.trait("street")->text(), "AVENIDA BENITO JUAREZ");
  EXPECT_EQ(result.trait("exterior_number")->text(), "12B");
  EXPECT_EQ(result.trait("state")->text(), "México");
  EXPECT_EQ(result.traits.at("colonia").absent_reason, "mx.address.not_stated");
}

TEST(MxAddress, ANumberBehindTheStreetIsTheNumber) {
  Fake<AddressParts> fake;
  fake.given("street", std::string_view("Calle 5 de Mayo 120 int 3"));
  const auto result = fake.run();
  EXPECT_EQ(result.trait("street")->text(), "CALLE 5 DE MAYO");
  EXPECT_EQ(result.trait("exterior_number")->text(), "120");
  EXPECT_EQ(result.trait("interior_number")->text(), "3");
}

}  // namespace
}  // namespace mx_address
