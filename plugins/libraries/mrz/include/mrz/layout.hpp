// The layout of machine-readable zones: which characters may be at which position, and which digits check which fields.
// Sources: ICAO Doc 9303 parts 3 to 7; INE's deviations from cards shown in public.
//
//   TD1   3 x 30  cards          TD2   2 x 36  cards          TD3  2 x 44  passports
//   MRV-A 2 x 44  visas          MRV-B 2 x 36  visas
//
// INE's voter card is a TD1 with its own rules (IDMEX in front):
//   I D M E X c c c c c c c c c k < < s s s s i i i i i i i i i     c CIC, k its check digit, s section, i citizen id;
//   s+i is the OCR number Y Y M M D D k S Y Y M M D D k M E X < e e < < f f f f f < K     S is H (man) or M (woman), e
//   number of emission, f a number SURNAME<SECOND<SURNAME<<GIVEN<NAMES<<<
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace cotejo::mrz {

enum class Format { td1, td2, td3, mrv_a, mrv_b };
std::string_view name(Format format);  // "TD1", "MRV-A"
std::size_t line_count(Format format);
std::size_t line_length(Format format);

enum class Issuer {
  icao,    // everybody who follows Doc 9303
  ine,     // Mexico's voter card
  france,  // the identity card of 1988 to 2021: a TD2 with an order of its own, see kFrance in layout.cpp
  russia,  // the internal passport (PNRUS): a TD3 whose names spell Cyrillic letters as 2 3 4 6 7 8 9 and Q, mostly
           // without an expiry date
};

enum class Alphabet {
  letters,          // A-Z <
  code,             // A-Z < 1 2: a few issuers (C1USA) number their cards' kinds
  digits,           // 0-9
  alphanumeric,     // A-Z 0-9 <
  date,             // 0-9, or < where a part is unknown
  check,            // 0-9; ICAO: rarely <
  check_or_filler,  // 0-9, or < when the field that it checks is empty or continues elsewhere
  sex,              // M F X <; INE: H M X, rarely F or < as ICAO has them
  filler,           // <
};

// The characters that are allowed at a position. `line` and `column` count from 0 and must lie inside the format.
Alphabet alphabet_at(Format format, Issuer issuer, std::size_t line, std::size_t column);
bool allowed(Alphabet alphabet, Issuer issuer, char c);

enum class Field {
  document_code,
  issuer,
  document_number,
  nationality,
  names,
  birth_date,
  sex,
  expiry_date,
  optional,         // TD1: of the first line; TD3: the personal number
  optional_second,  // TD1: of the second line
  given_names,      // France only; elsewhere part of the names
  composite,        // only as a check digit
};
std::string_view name(Field field);  // "document_number"

struct Span {
  std::size_t line = 0, begin = 0, length = 0;
};
// Where a field is; length 0 when the format does not have it.
Span span_of(Format format, Field field, Issuer issuer = Issuer::icao);

struct CheckRule {
  Field field;
  Span digit;                    // length 1
  std::span<const Span> covers;  // in the order of the sum
};
std::span<const CheckRule> check_rules(Format format, Issuer issuer = Issuer::icao);

}  // namespace cotejo::mrz
