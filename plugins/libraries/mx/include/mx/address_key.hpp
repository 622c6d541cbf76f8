// Computes one key for all spellings of an address, to look it up among many addresses where calling compare() for each
// would take too long.
//
//   address_keys(parse_address("Av. Benito Juárez 12-B Int 4, Col. Centro, 06000 ..."))
//     building "06000|ABEEIJNORSTU|12B", dwelling "06000|ABEEIJNORSTU|12B|4", respelt "06000|=ABEEIJNORTUZ|12B|4"
//
// Equal keys nearly always mean one place. Different keys may also be one place: parts that were left out, or misspelt
// so that they sound different, give another key. Two addresses are taken as one place when their `dwelling` keys or
// their `respelt` keys are equal. Thread safety: pure functions.
#pragma once

#include <string>

#include "mx/address.hpp"

namespace cotejo::mx {

struct AddressKeys {
  std::string building;  // empty when the address is not complete enough to identify a place
  std::string dwelling;  // with the interior number; equal to `building` when there is none
  // The dwelling by its letters in any order, which finds swapped letters, also across a blank: they change the sound
  // and the words, so that `dwelling` does not find them. Empty for short names: ROMA, AMOR and MORA are three streets.
  std::string respelt;
};

// The keys are made from the postal code, the street (in a settlement without streets, the settlement's name) and the
// exterior and interior numbers. Kinds of streets that people leave out or confuse (CALLE, AVENIDA…), titles, and the
// order of words and letters do not matter; letters that sound alike are equal. Municipality, state and, where there is
// a street, the colonia are not used: they follow from the postal code or are written in too many ways. Without a
// postal code or a house number (`S/N`, `DOMICILIO CONOCIDO`) half a village would share one key, so there is none. Two
// villages with one rural postal code may have streets of the same name, whose keys are equal.
AddressKeys address_keys(const Address& address);

}  // namespace cotejo::mx
