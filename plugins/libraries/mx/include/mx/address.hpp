// Parses Mexican postal addresses, normalises their spelling, and compares them part by part. The parts are those of
// INEGI's norm for geographic addresses (DOF 12-11-2010), as far as people and bills write them.
//
//   parse_address("C. Pitágoras 1253 Int 4\nCol. Morelos C.P. 04800\nCoyoacán, CDMX")
//     street CALLE PITAGORAS, exterior_number 1253, interior_number 4, colonia MORELOS, postal_code 04800,
//     municipality COYOACAN, state Ciudad de México
//
// Parts that are not written stay empty. Thread safety: pure functions.
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

// Values are in capitals without accents, with Ñ kept. Kinds of streets and colonias are written in full (AV ->
// AVENIDA), and the word `COLONIA` is left out. Numbers have no label (`12 B` -> `12B`); lots are `MZ 4 LT 12`, no
// number is `S/N`; where there are two interior numbers, the part has EDIF or TORRE. The state has its name from
// states(). Words beyond kMaxAddressWords are ignored.
inline constexpr std::size_t kMaxAddressWords = 80;
Address parse_address(std::span<const AddressWord> words);
Address parse_address(std::string_view text);  // lines end with line feeds

// Normalises one part that a form asks for separately. For a street field that may contain the numbers, use
// parse_street().
std::string normal_part(AddressPart part, std::string_view text);
// Street, exterior and interior number of a field that holds them together.
Address parse_street(std::string_view text);

// Whether the text says that the address does not have this part: a street `DOMICILIO CONOCIDO`, a number `S/N`.
bool states_none(AddressPart part, std::string_view text);
// Whether the colonia is a rural settlement by its kind (LOCALIDAD, RANCHERIA, EJIDO…), where streets may have no
// names.
bool is_village(std::string_view colonia);

enum class Likeness {
  same,       // one place, whatever the spelling
  alike,      // may be one place: one word more or less, or a number with and without a letter
  different,  // two places
  unknown     // at least one address does not state the part
};
Likeness compare(AddressPart part, std::string_view a, std::string_view b);

// Whether a postal code fits a state and a municipality.
enum class PostalFit { fits, other_state, other_municipality, unknown };
PostalFit postal_fit(std::string_view postal_code, std::string_view municipality, std::string_view state);
// The borough of Mexico City that a postal code belongs to, by its first two digits (SEPOMEX). Empty elsewhere, where a
// few digits do not determine the municipality and a list of all codes would be needed.
std::string_view municipality_of_postal_code(std::string_view postal_code);

}  // namespace cotejo::mx
