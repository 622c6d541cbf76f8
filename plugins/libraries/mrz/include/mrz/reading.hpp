// Reading the machine-readable zone of a document: lines of text in, fields and proven or failed check digits out.
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
  char expected = '?';  // '?' when what it covers holds a character without a value
  char found = '?';
  bool right = false;
};

// INE's numbers; only digits, as many as the comments say.
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
  bool names_cut = false;             // the field is full: the name may go on
  std::string optional, optional_second;
  std::optional<mx::Date> birth_date, expiry_date;  // absent when partly unknown or not in the calendar
  std::optional<mx::Sex> sex;                       // absent when unspecified
  std::optional<Ine> ine;
  std::vector<CheckDigit> checks;
  std::size_t misplaced = 0;  // characters outside of their position's alphabet

  // Every check digit right, every character where it may be, the dates that the format has in the calendar or openly
  // unknown (fillers in place of digits; never on an INE card). Names have no check digit.
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

// Lines of a text: blanks and empty lines dropped, upper case, « as two fillers. Nothing is invented: other characters
// stay.
std::vector<std::string> clean_lines(std::string_view text);

struct Repair {
  std::size_t line = 0, column = 0;
  char from = '?', to = '?';
};

// Replaces characters that their position does not allow by the one that OCR confuses with them and that it does allow
// (O read for 0, 8 read for B…). Where the position allows both, nothing is changed, and check digits are never used to
// choose: about one wrong reading in ten passes a check digit. Lines that are of no format are left alone.
std::vector<Repair> repair(std::vector<std::string>& lines);

// Doc 9303-3, weights 7 3 1; '?' when a character has no value.
char check_digit(std::string_view text);

}  // namespace cotejo::mrz
