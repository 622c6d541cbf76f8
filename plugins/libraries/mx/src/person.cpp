#include "mx/person.hpp"

#include <cstdio>

#include "letters.hpp"

namespace cotejo::mx {

std::optional<Date> parse_iso_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  if (!all_digits(text.substr(0, 4)) || !all_digits(text.substr(5, 2)) || !all_digits(text.substr(8, 2))) {
    return std::nullopt;
  }
  auto number = [&](std::size_t from, std::size_t count) {
    int n = 0;
    for (char c : text.substr(from, count)) n = n * 10 + (c - '0');
    return n;
  };
  const Date date{std::chrono::year{number(0, 4)}, std::chrono::month(static_cast<unsigned>(number(5, 2))),
                  std::chrono::day(static_cast<unsigned>(number(8, 2)))};
  return date.ok() ? std::optional(date) : std::nullopt;
}

std::string to_iso(const Date& date) {
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()));
  return text;
}

std::string to_yymmdd(const Date& date) {
  const std::string iso = to_iso(date);
  return iso.substr(2, 2) + iso.substr(5, 2) + iso.substr(8, 2);
}

int age_on(const Date& birth, const Date& today) {
  const int years = static_cast<int>(today.year()) - static_cast<int>(birth.year());
  const bool had_birthday = std::pair{today.month(), today.day()} >= std::pair{birth.month(), birth.day()};
  return had_birthday ? years : years - 1;
}

std::optional<Sex> parse_sex(char letter) {
  if (letter == 'H' || letter == 'M' || letter == 'X') return static_cast<Sex>(letter);
  return std::nullopt;
}

}  // namespace cotejo::mx
