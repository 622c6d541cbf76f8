// Mexican postal addresses: taken apart, in one spelling, and compared part by part. The parts are those of INEGI's
// norm for geographic addresses (DOF 12-11-2010), as far as people and bills write them.
//
//   parse_address("C. Pitágoras 1253 Int 4\nCol. Morelos C.P. 04800\nCoyoacán, CDMX")
//     street CALLE PITAGORAS, exterior_number 1253, interior_number 4, colonia MORELOS, postal_code 04800,
//     municipality COYOACAN, state Ciudad de México
//
// Nothing is filled in that is not written there. Thread safety: pure functions.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mx/state.hpp"

namespace cotejo::mx {

enum class AddressPart { street, exterior_number, interior_number, colonia, postal_code, municipality, state };
inline constexpr AddressPart kAddressParts[] = {
    AddressPart::street,  AddressPart::exterior_number, AddressPart::interior_number,
    AddressPart::colonia, AddressPart::postal_code,     AddressPart::municipality,
    AddressPart::state};
std::string_view name(AddressPart part);  // `street`, `exterior_number`, ...

// One word as it is written, and the line that it stands on.
struct AddressWord {
  std::string_view text;
  std::size_t line = 0;
};

struct Address {
  struct Written {
    std::string value;                // empty: not written
    std::size_t first = 0, last = 0;  // words [first, last) that it was taken from
  };
  std::array<Written, std::size(kAddressParts)> parts;

  const std::string& operator[](AddressPart part) const { return parts[static_cast<std::size_t>(part)].value; }
  Written& at(AddressPart part) { return parts[static_cast<std::size_t>(part)]; }
  const Written& at(AddressPart part) const { return parts[static_cast<std::size_t>(part)]; }
  bool empty() const;
};

// Values: capitals without accents, Ñ kept; kinds of streets and colonias in full (AV -> AVENIDA), `COLONIA` itself
// left out; numbers without their label (`12 B` -> `12B`, lots as `MZ 4 LT 12`, none as `S/N`), an interior one with
// EDIF or TORRE where there are two; the state by the name that states() has. At most kMaxAddressWords words are looked
// at.
inline constexpr std::size_t kMaxAddressWords = 80;
Address parse_address(std::span<const AddressWord> words);
Address parse_address(std::string_view text);  // lines end with line feeds

// One part that a form asks for by itself, in the same spelling. `street` may hold its numbers: then use
// parse_street().
std::string normal_part(AddressPart part, std::string_view text);
// Street, exterior and interior number of a field that holds them together.
Address parse_street(std::string_view text);

// What is written where a house has none of that part: a street `DOMICILIO CONOCIDO`, a number `S/N`.
bool states_none(AddressPart part, std::string_view text);
// A settlement of the country, by its kind (LOCALIDAD, RANCHERIA, EJIDO…): its streets may have no names.
bool is_village(std::string_view colonia);

enum class Likeness {
  same,       // one place, whatever the spelling
  alike,      // may be one place: a word more or less, one number with a letter and one without
  different,  // two places
  unknown     // one of the two does not say
};
Likeness compare(AddressPart part, std::string_view a, std::string_view b);

// What a postal code says of a place.
enum class PostalFit { fits, other_state, other_municipality, unknown };
PostalFit postal_fit(std::string_view postal_code, std::string_view municipality, std::string_view state);
// The borough of Mexico City that the code is of, by its first two digits (SEPOMEX). Elsewhere empty: a municipality
// cannot be told from a few digits, and there is no list of all codes here.
std::string_view municipality_of_postal_code(std::string_view postal_code);

}  // namespace cotejo::mx
