// RFC, the taxpayer's key: 13 characters for people, 12 for companies.
// Source of the rules: SAT document 0610100135506, as published with examples in josketres/rfc-facil.
// The letters are A-Z, Ñ and &; texts are UTF-8, so a 13-character RFC may have more bytes.
#pragma once

#include <string>
#include <string_view>

#include "mx/person.hpp"
#include "mx/problem.hpp"

namespace cotejo::mx {

enum class RfcKind { person, company, generic_public, generic_foreign };

struct Rfc {
  std::string text;  // upper case, UTF-8
  RfcKind kind = RfcKind::person;
  std::string date;  // YYMMDD: the century is not in the RFC
  // A company's RFC whose check digit is known to be off although SAT issued it.
  bool listed_exception = false;
};

// Problems in the order in which they are looked for: length, characters, format, forbidden_word, date, check_digit.
// The generic RFCs (XAXX010101000, XEXX010101000) are valid.
Parsed<Rfc> parse_rfc(std::string_view text);

// Of the 12 (person) or 11 (company) characters before it: 0-9 or A; '?' for another length.
char rfc_check_digit(std::string_view without_digit);

// Two characters that tell taxpayers with equal letters and date apart; they follow from the full name alone.
std::string rfc_homoclave(std::string_view full_name);

// Letters and date (10 characters) of a person.
std::string derive_rfc_root(const Person& person);
// All 13 characters. SAT reassigns homoclaves of true homonyms, so a different homoclave proves nothing.
std::string derive_rfc(const Person& person);

// Three letters and date (9 characters) of a company; `name` with or without its legal form. Empty when the name has no
// letter.
std::string derive_company_rfc_root(std::string_view name, const Date& founded);
// All 12 characters, with the reservation of derive_rfc().
std::string derive_company_rfc(std::string_view name, const Date& founded);

// True when the first ten characters of both can belong to one person, given where their rules differ (forbidden words,
// Ñ, surnames of two letters, a single surname).
bool rfc_agrees_with_curp(std::string_view rfc, std::string_view curp);

}  // namespace cotejo::mx
