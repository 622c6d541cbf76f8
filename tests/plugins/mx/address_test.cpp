#include "mx/address.hpp"

#include <algorithm>

#include "mx/address_key.hpp"
#include "vectors.hpp"

namespace cotejo::mx {
namespace {

using testing::read_vectors;
using testing::split;

std::string lines(std::string text) {
  std::replace(text.begin(), text.end(), '|', '\n');
  return text;
}

std::string as_text(const Address& address) {
  std::string out;
  for (const AddressPart part : kAddressParts) out += (part == AddressPart::street ? "" : ";") + address[part];
  return out;
}

TEST(Address, TakenApart) {
  for (const auto& vector : read_vectors("addresses"))
    EXPECT_EQ(as_text(parse_address(lines(vector.input))), vector.expected) << vector.input;
}

TEST(Address, ComparedPartByPart) {
  const std::string_view names[] = {"same", "alike", "different", "unknown"};
  for (const auto& vector : read_vectors("address_likeness")) {
    const auto columns = split(vector.input, '|');
    ASSERT_EQ(columns.size(), 3U) << vector.input;
    const auto* part = std::find_if(std::begin(kAddressParts), std::end(kAddressParts),
                                    [&](AddressPart p) { return name(p) == columns[0]; });
    ASSERT_NE(part, std::end(kAddressParts)) << vector.input;
    for (const auto& [a, b] : {std::pair{columns[1], columns[2]}, {columns[2], columns[1]}})
      EXPECT_EQ(names[static_cast<std::size_t>(compare(*part, a, b))], vector.expected) << vector.input;
  }
}

std::string_view met_by(const AddressKeys& a, const AddressKeys& b) {
  if (a.building.empty() || b.building.empty()) return "none";
  if (a.dwelling == b.dwelling || (!a.respelt.empty() && a.respelt == b.respelt)) return "same";
  return a.building == b.building ? "building" : "different";
}

TEST(AddressKeys, AreEqualForSpellingsOfOnePlaceAndForNothingElse) {
  for (const auto& vector : read_vectors("address_keys")) {
    const auto columns = split(vector.input, '|');
    ASSERT_EQ(columns.size(), 2U) << vector.input;
    const auto a = address_keys(parse_address(columns[0])), b = address_keys(parse_address(columns[1]));
    EXPECT_EQ(met_by(a, b), vector.expected) << vector.input << "\n"
                                             << a.dwelling << "\n"
                                             << b.dwelling << "\n"
                                             << a.respelt << "\n"
                                             << b.respelt;
  }
}

// As far as two bytes go.
bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x80) continue;
    if (byte < 0xC2 || byte > 0xDF || i + 1 == text.size()) return false;
    if ((static_cast<unsigned char>(text[++i]) & 0xC0) != 0x80) return false;
  }
  return true;
}

// They go into JSON. A number in words has letters beyond the alphabet.
TEST(AddressKeys, AreText) {
  for (const char* street : {"Calle Ñandú Grande 5", "C. Agüero 5", "Calle Łódź Straße 5", "Calle Smørrebrød 5"}) {
    const auto keys = address_keys(parse_address(std::string(street) + ", Col. Centro, 20000 Aguascalientes, Ags."));
    ASSERT_FALSE(keys.building.empty()) << street;
    for (const auto& key : {keys.building, keys.respelt}) EXPECT_TRUE(is_utf8(key)) << street << ": " << key;
  }
}

TEST(Address, SaysWhichWordsEachPartIsOf) {
  const AddressWord words[] = {{"C.", 0}, {"ALLENDE", 0}, {"12", 0}, {"COL.CENTRO", 1}, {"06000", 1}, {"CDMX", 2}};
  const Address address = parse_address(words);
  EXPECT_EQ(address.at(AddressPart::street).first, 0U);
  EXPECT_EQ(address.at(AddressPart::street).last, 2U);
  EXPECT_EQ(address.at(AddressPart::exterior_number).first, 2U);
  EXPECT_EQ(address[AddressPart::colonia], "CENTRO");
  EXPECT_EQ(address.at(AddressPart::colonia).first, 3U);
  EXPECT_EQ(address.at(AddressPart::postal_code).first, 4U);
  EXPECT_EQ(address.at(AddressPart::state).last, 6U);
}

TEST(Address, ANormalFormIsItsOwnNormalForm) {
  for (const auto& vector : read_vectors("addresses")) {
    const Address address = parse_address(lines(vector.input));
    for (const AddressPart part : kAddressParts)
      EXPECT_EQ(normal_part(part, address[part]), address[part]) << vector.input << " " << name(part);
  }
}

TEST(Address, NothingIsMadeOfNothing) {
  for (const char* text : {"", "\n\n", ", , ,", "....", ":", "#"}) EXPECT_TRUE(parse_address(text).empty()) << text;
}

TEST(Address, OfAStateAndAPostalCodeAloneHasThose) {
  for (const char* text : {"CDMX 06600", "06600 CIUDAD DE MEXICO", "CIUDAD DE MEXICO 06600", "CDMX, 06600"}) {
    const auto address = parse_address(text);
    EXPECT_EQ(address[AddressPart::postal_code], "06600") << text;
    EXPECT_EQ(address[AddressPart::state], "Ciudad de México") << text;
    EXPECT_EQ(address[AddressPart::street], "") << text;
  }
}

TEST(PostalFit, StateAndMunicipality) {
  EXPECT_EQ(postal_fit("44100", "GUADALAJARA", "Jalisco"), PostalFit::fits);
  EXPECT_EQ(postal_fit("44100", "GUADALAJARA", "Nuevo León"), PostalFit::other_state);
  EXPECT_EQ(postal_fit("06000", "CUAUHTEMOC", "CDMX"), PostalFit::fits);
  EXPECT_EQ(postal_fit("06000", "TLALPAN", "CDMX"), PostalFit::other_municipality);
  EXPECT_EQ(postal_fit("05000", "CUAJIMALPA", ""), PostalFit::fits);
  EXPECT_EQ(postal_fit("44100", "", ""), PostalFit::unknown);
  EXPECT_EQ(postal_fit("17500", "TLALPAN", "CDMX"), PostalFit::other_state);  // no state has it
}

TEST(Address, WhatFollowsAPostalCodeIsNoStreet) {
  const Address address = parse_address("C.P. 99140 ZACATECAS, ZAC.");
  EXPECT_EQ(address[AddressPart::street], "");
  EXPECT_EQ(address[AddressPart::postal_code], "99140");
  EXPECT_EQ(address[AddressPart::municipality], "ZACATECAS");
  EXPECT_EQ(address[AddressPart::state], "Zacatecas");
}

TEST(Address, APostalCodeMayNameItsDistributionCentre) {
  const Address address =
      parse_address("AV UNIVERSIDAD 1200\nCOL XOCO\nBENITO JUAREZ, CIUDAD DE MEXICO\nCP 03330-CR -03331");
  EXPECT_EQ(address[AddressPart::postal_code], "03330");
  EXPECT_EQ(address[AddressPart::colonia], "XOCO");
  EXPECT_EQ(address[AddressPart::municipality], "BENITO JUAREZ");
}

}  // namespace
}  // namespace cotejo::mx
