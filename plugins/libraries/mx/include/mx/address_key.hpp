// One text for all spellings of one address: to look an address up among many, where compare() cannot be asked for
// each.
//
//   address_keys(parse_address("Av. Benito Juárez 12-B Int 4, Col. Centro, 06000 ..."))
//     building "06000|ABEEIJNORSTU|12B", dwelling "06000|ABEEIJNORSTU|12B|4", respelt "06000|=ABEEIJNORTUZ|12B|4"
//
// Two keys that are equal are nearly always one place, keys that differ may still be one: what a typist left out or
// misspelt beyond what sounds alike is lost. Two addresses are one place when either their dwellings are equal or what
// they are respelt as. Thread safety: pure functions.
#pragma once

#include <string>

#include "mx/address.hpp"

namespace cotejo::mx {

struct AddressKeys {
  std::string building;  // empty: the address does not say enough to be one place
  std::string dwelling;  // with the interior number; the building where there is none
  // The dwelling by each letter that is written, in any order: two that changed places, also across a blank, make
  // another sound and other words. Empty for short names: ROMA, AMOR and MORA are three streets.
  std::string respelt;
};

// Of postal code, street (in a settlement without streets, its own name), exterior and interior number. Kinds of
// streets that people leave out or mistake (CALLE, AVENIDA…), titles and the order of words and letters do not count,
// letters that sound alike are one. Municipality, state and, beside a street, the colonia follow from the postal code
// or are written in too many ways. Without a postal code or a numbered house (`S/N`, `DOMICILIO CONOCIDO`) half a
// village would have one key: then there is none. In a rural postal code two villages may have a street of one name:
// such keys do meet.
AddressKeys address_keys(const Address& address);

}  // namespace cotejo::mx
