// Why an identifier is not valid. Every validator of this library answers with a Parsed<T>.
// Thread safety: plain values.
#pragma once

#include <optional>
#include <string_view>

namespace cotejo::mx {

enum class Problem {
  none,
  length,          // not as many characters as the identifier has
  characters,      // a character outside of the identifier's alphabet
  format,          // right length, but a character where its position does not allow it
  date,            // the date in it is not in the calendar
  state,           // unknown state code
  forbidden_word,  // begins with a word that the issuer never assigns
  check_digit,     // the last digit does not follow from the others
  bank,            // unknown institution
  number_plan,     // a phone number outside of the Mexican numbering plan
  postal_range,    // no state has this postal code
};

// `check_digit`, `forbidden_word`…: stable codes for traits and results; empty for none.
std::string_view code(Problem problem);

// `value` is present whenever the shape could be read, even if the identifier is wrong: a CURP with a wrong check digit
// still has a date. Only `problem == none` means that the identifier is valid.
template <class T>
struct Parsed {
  std::optional<T> value;
  Problem problem = Problem::none;

  bool valid() const { return value.has_value() && problem == Problem::none; }
};

}  // namespace cotejo::mx
