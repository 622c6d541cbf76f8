// Reads dates as Mexican statements print them. A part that is not printed is 0 and follows later from the statement's
// period.
#pragma once
#include <chrono>
#include <optional>
#include <string_view>

#include "document.hpp"

namespace cotejo::document_text {

using Day = std::chrono::year_month_day;

struct PartialDate {
  int day = 0, month = 0, year = 0;
  std::size_t words = 1;  // number of words that the date takes
  friend bool operator==(const PartialDate&, const PartialDate&) = default;
};

// 1..12 for `SEP`, `sept.`, `Septiembre`; 0 for anything else.
int month_of(std::string_view word);

// The date that begins at word `at`: `05/SEP`, `05/09/2026`, `05-sep-26`, `05 SEP`, `5 de septiembre de 2026`,
// `SEP 05`, `2026-09-05`. With `day_only`, also `05`. With `short_year`,
// `05 SEP 26` has a year: in a table, what follows a day may be another number. In words that were read from a picture,
// a letter may be a digit that looks like it and the other way round (`12/A8 O` for `12/AGO`), as long as one month
// alone fits.
std::optional<PartialDate> date_at(const Row& row, std::size_t at, bool day_only = false, bool short_year = false);

// The day when the date is complete and exists in the calendar.
std::optional<Day> complete(const PartialDate& date);

// The day within [from - slack, to + slack] to which the printed parts apply; none when there is no such day or
// several.
std::optional<Day> resolve(const PartialDate& date, Day from, Day to, int slack_days);

struct Period {
  Day from, to;
};
// A period that begins at word `at` of a row. The first of its two dates may lack parts that the second has: `01 al 30
// de septiembre de 2026`. Unless `in_columns`, two dates that stand apart with nothing between them are no period.
std::optional<Period> period_in(const Row& row, std::size_t at, bool in_columns = true);

}  // namespace cotejo::document_text
