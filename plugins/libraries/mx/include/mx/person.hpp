// Who an identifier is derived from, and the calendar dates in identifiers.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace cotejo::mx {

// A calendar date; may hold a date that does not exist until ok() is asked.
using Date = std::chrono::year_month_day;

// "1980-07-05"; nothing for another shape or a date that is not in the calendar.
std::optional<Date> parse_iso_date(std::string_view text);
std::string to_iso(const Date& date);
// `YYMMDD` of identifiers.
std::string to_yymmdd(const Date& date);
// Whole years of age on `today`. Somebody born on 29 February comes of age on 1 March in common years.
int age_on(const Date& birth, const Date& today);

enum class Sex : char {
  male = 'H',       // hombre
  female = 'M',     // mujer
  nonbinary = 'X',  // CURP since 2021
};
// H, M or X.
std::optional<Sex> parse_sex(char letter);

// Names are UTF-8 in any case, with accents and particles, as on a birth certificate.
struct Person {
  std::string surname{};         // apellido paterno
  std::string second_surname{};  // apellido materno; may be empty
  std::string given_names{};
  Date birth_date{};
  Sex sex = Sex::female;
  std::string birth_state{};  // CURP code, "DF", "NE" when born abroad
};

}  // namespace cotejo::mx
