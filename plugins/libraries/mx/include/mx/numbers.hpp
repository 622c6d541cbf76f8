// Numbers without letters: Luhn (cards), NSS (social security), phone, postal code.
#pragma once

#include <string>
#include <string_view>

#include "mx/problem.hpp"
#include "mx/state.hpp"

namespace cotejo::mx {

// ISO/IEC 7812-1 sum over 2..19 digits, blanks and hyphens ignored. All zeros fail.
bool luhn_valid(std::string_view digits);
// The digit that makes `digits` pass; '?' when it holds anything but digits.
char luhn_digit(std::string_view digits);

// Number of social security: 2 digits sub-delegation, 2 year of affiliation, 2 year of birth, 4 serial, 1 check digit
// (Luhn).
struct Nss {
  std::string text;
  int affiliation_year = 0;  // two digits
  int birth_year = 0;        // two digits
};
// Problems in the order: length, characters, check_digit.
Parsed<Nss> parse_nss(std::string_view text);

// A phone number of Mexico's plan since 3 August 2019: ten digits, of which the first two (55, 56, 33, 81) or three are
// the area.
struct Phone {
  std::string national;  // ten digits
  std::string e164;      // "+52" and ten digits
  std::string area;
};
// Punctuation and the prefixes +52, 0052, 52, 1, 01, 044, 045 are accepted. Problems: characters, length, number_plan.
Parsed<Phone> parse_phone(std::string_view text);

struct PostalCode {
  std::string text;              // five digits
  const State* state = nullptr;  // static
  std::string_view borough;      // alcaldía, for Mexico City; else empty
};
// Problems in the order: length, characters, postal_range.
Parsed<PostalCode> parse_postal_code(std::string_view text);

}  // namespace cotejo::mx
