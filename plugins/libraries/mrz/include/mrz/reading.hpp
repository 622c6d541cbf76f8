// Parses the lines of a machine-readable zone into fields, and verifies the check digits.
//
//   const auto result = parse({"IDMEX…", "…", "…"}, 2026);
//   if (result.reading && result.reading->valid()) …
//
// Thread safety: pure functions.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mrz/layout.hpp"
#include "mx/person.hpp"

namespace cotejo::mrz {

struct CheckDigit {
  Field field = Field::document_number;
  char expected = '?';  // '?' when it covers a character that has no value
  char found = '?';
  bool right = false;
};

// The numbers of an INE card: only digits, as many as the comments say.
struct Ine {
  std::string cic;         // 9
  std::string ocr;         // 13: section and citizen id
  std::string section;     // 4
  std::string citizen_id;  // 9
  std::string emission;    // 2; number of the card's emission
};

struct Reading {
  Format format = Format::td1;
  Issuer issuer_rules = Issuer::icao;
  std::vector<std::string> lines;
  std::string document_code, issuer, document_number, nationality;
  std::string surnames, given_names;  // blanks for fillers
  bool names_cut = false;             // the field is full, so that the name may have been cut off
  std::string optional, optional_second;
  std::optional<mx::Date> birth_date, expiry_date;  // absent when partly unknown or not in the calendar
  std::optional<mx::Sex> sex;                       // absent when unspecified
  std::optional<Ine> ine;
  std::vector<CheckDigit> checks;
  std::size_t misplaced = 0;  // number of characters that their position does not allow

  // Every check digit is right, every character is allowed at its position, and the dates are in the calendar or marked
  // as unknown (fillers instead of digits; never on an INE card). Names have no check digit.
  bool valid() const;
  bool right(Field field) const;  // false when the format does not check the field
};

enum class Shape { ok, line_count, line_length, characters };
std::string_view code(Shape shape);

struct ParseResult {
  std::optional<Reading> reading;  // present when shape is ok, however wrong the digits are
  Shape shape = Shape::ok;
};

// `reference_year` resolves the century: births are not after it, expiries lie within 50 years of it.
ParseResult parse(std::span<const std::string> lines, int reference_year);

// The lines of a text in upper case, without blanks and empty lines, with « replaced by two fillers. Other characters
// are not changed.
std::vector<std::string> clean_lines(std::string_view text);

struct Repair {
  std::size_t line = 0, column = 0;
  char from = '?', to = '?';
};

// Replaces a character that its position does not allow by the one with which OCR confuses it, if the position allows
// that one (O read for 0, 8 read for B…). Check digits are never used to choose between two allowed characters: about
// one wrong reading in ten passes a check digit. Lines of no known format are not changed.
std::vector<Repair> repair(std::vector<std::string>& lines);

// Doc 9303-3, weights 7 3 1; '?' when a character has no value.
char check_digit(std::string_view text);

}  // namespace cotejo::mrz
