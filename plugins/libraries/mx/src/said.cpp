#include "mx/said.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

#include "mx/months.hpp"
#include "mx/name.hpp"
#include "mx/spanish_number.hpp"

namespace cotejo::mx {
namespace {

constexpr double kMaxNumber = 1e12;  // what is larger is no amount of anybody's

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

// Words in capitals, without what stands around them in a sentence.
std::vector<std::string> words_of(std::string_view sentence) {
  std::vector<std::string> out;
  for (std::string word : words(normalize(sentence))) {
    constexpr std::string_view kAround = "$.,;:!?()\"'";
    const auto first = word.find_first_not_of(kAround), last = word.find_last_not_of(kAround);
    if (first == word.npos) continue;
    out.push_back(word.substr(first, last - first + 1));
    if (out.size() == kMaxSaidWords) break;
  }
  return out;
}

// Whether points alone part groups of three digits: 25.000, 1.250.000.
bool parts_thousands_by_points(std::string_view word) {
  const auto first = word.find('.');
  if (first == word.npos || first == 0 || first > 3 || word.find(',') != word.npos) return false;
  for (std::size_t i = first; i < word.size(); i += 4)
    if (word[i] != '.' || i + 4 > word.size() || !all_digits(word.substr(i + 1, 3))) return false;
  return all_digits(word.substr(0, first));
}

// 25000, 25,000, 25,000.50: commas part groups of three.
std::optional<double> figure(std::string_view written) {
  std::string word(written);
  if (parts_thousands_by_points(word)) std::ranges::replace(word, '.', ',');
  std::string plain;
  const auto point = std::min(word.find('.'), word.size());
  for (std::size_t i = 0; i < point; ++i) {
    if (word[i] == ',') {
      if (i == 0 || (point - i) % 4 != 0) return std::nullopt;
    } else {
      plain += word[i];
    }
  }
  if (!all_digits(plain)) return std::nullopt;
  if (point < word.size()) {
    if (!all_digits(std::string_view(word).substr(point + 1))) return std::nullopt;
    plain += word.substr(point);
  }
  double value = 0;
  const auto read = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  if (read.ec != std::errc() || value > kMaxNumber) return std::nullopt;
  return value;
}

// Multipliers: what was said so far counts that many times.
double multiplier(std::string_view word) {
  if (word == "MIL") return 1e3;
  return word == "MILLON" || word == "MILLONES" ? 1e6 : 0;
}

// 25K.
std::optional<double> thousands_of(std::string_view word) {
  if (!word.ends_with('K')) return std::nullopt;
  const auto number = figure(word.substr(0, word.size() - 1));
  return number && *number * 1e3 <= kMaxNumber ? std::optional(*number * 1e3) : std::nullopt;
}

struct Number {
  double value = 0;
  std::size_t end = 0;  // one past its last word
};

// The number that begins at word `at`, in figures or in words.
std::optional<Number> number_at(const std::vector<std::string>& words, std::size_t at) {
  double sum = 0, part = 0;
  std::size_t i = at;
  bool any = false;
  for (; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (const double times = multiplier(word); times > 0) {
      sum = times > 1e3 ? (sum + std::max(part, any ? 0.0 : 1.0)) * times : sum + std::max(part, 1.0) * times;
      part = 0;
    } else if (const auto value = spanish_number_word(word)) {
      part += static_cast<double>(*value);
    } else if (const auto digits = any ? std::nullopt : figure(word)) {
      part = *digits;
    } else if (const auto thousands = any ? std::nullopt : thousands_of(word)) {
      part = *thousands;
    } else if (any && word == "Y" && i + 1 < words.size() && spanish_number_word(words[i + 1])) {
      continue;
    } else {
      break;
    }
    any = true;
    if (sum + part > kMaxNumber) return std::nullopt;
  }
  const bool article = i == at + 1 && (words[at] == "UN" || words[at] == "UNA");
  if (!any || article) return std::nullopt;
  return Number{sum + part, i};
}

std::optional<Date> date_of(double year, double month, double day) {
  if (year < 1000 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  const Date date{std::chrono::year{static_cast<int>(year)}, std::chrono::month{static_cast<unsigned>(month)},
                  std::chrono::day{static_cast<unsigned>(day)}};
  return date.ok() ? std::optional(date) : std::nullopt;
}

// A year of four digits, or one of two that is next to another year; 0 for none.
double whole_year(double year, std::optional<Date> about) {
  if (year >= 100 || !about) return year;
  constexpr double kCentury = 100;
  const double near = static_cast<int>(about->year());
  return year + kCentury * std::round((near - year) / kCentury);
}

// 1..12 for MARZO, MAR, SETIEMBRE, SEPT; 0 for anything else.
double month_said(std::string_view word) {
  constexpr std::size_t kShort = 3;  // letters of a month's abbreviation
  if (word == "SETIEMBRE" || word == "SEPT") word = "SEPTIEMBRE";
  const auto month = std::ranges::find_if(kMonths, [&](std::string_view name) {
    return name == word || (word.size() == kShort && name.starts_with(word));
  });
  return month == kMonths.end() ? 0 : static_cast<double>(month - kMonths.begin()) + 1;
}

// 19880303, 03031988: the year first, if that is a date.
std::optional<Date> date_in_eight_digits(std::string_view word) {
  const auto year_first = date_of(*figure(word.substr(0, 4)), *figure(word.substr(4, 2)), *figure(word.substr(6)));
  const auto day_first = date_of(*figure(word.substr(4)), *figure(word.substr(2, 2)), *figure(word.substr(0, 2)));
  constexpr std::chrono::year kFirst{1900}, kLast{2099};  // 1103 and 3112 are a day and a month
  const auto likely = [&](const std::optional<Date>& date) {
    return date && date->year() >= kFirst && date->year() <= kLast;
  };
  if (likely(year_first)) return year_first;
  return likely(day_first) ? day_first : std::nullopt;
}

// 3/3/1988, 03-03-88, 3.3.1988, 1988/3/3, 03/MAR/1988.
std::optional<Date> date_in_figures(std::string_view word, std::optional<Date> about) {
  if (word.size() == 8 && all_digits(word)) return date_in_eight_digits(word);
  const auto mark = word.find_first_of("/-.");
  if (mark == word.npos) return std::nullopt;
  const auto second = word.find(word[mark], mark + 1);
  if (second == word.npos) return std::nullopt;
  std::string_view day = word.substr(0, mark), year = word.substr(second + 1);
  const std::string_view month = word.substr(mark + 1, second - mark - 1);
  if (day.size() == 4) std::swap(day, year);
  const double named = month_said(month);
  if (!all_digits(day) || !all_digits(year) || day.size() > 2 || (year.size() != 4 && year.size() != 2) ||
      (named == 0 && (!all_digits(month) || month.size() > 2)))
    return std::nullopt;
  return date_of(whole_year(*figure(year), about), named != 0 ? named : *figure(month), *figure(day));
}

// The day that ends right before word `end`, `DE` left out: 3, tres, treinta y uno, primero.
std::optional<double> day_before(const std::vector<std::string>& words, std::size_t end) {
  if (end > 0 && words[end - 1] == "DE") --end;
  if (end > 0 && (words[end - 1] == "PRIMERO" || words[end - 1] == "1O")) return 1;
  constexpr std::size_t kLongest = 3;  // treinta y uno
  for (std::size_t size = std::min(kLongest, end); size > 0; --size)
    if (const auto number = number_at(words, end - size); number && number->end == end) return number->value;
  return std::nullopt;
}

}  // namespace

std::vector<double> said_numbers(std::string_view sentence) {
  const auto all = words_of(sentence);
  std::vector<double> out;
  for (std::size_t at = 0; at < all.size();) {
    const auto number = number_at(all, at);
    if (number) out.push_back(number->value);
    at = number ? number->end : at + 1;
  }
  return out;
}

std::optional<Date> said_date(std::string_view sentence, std::optional<Date> about) {
  const auto all = words_of(sentence);
  for (std::size_t at = 0; at < all.size(); ++at) {
    if (const auto date = date_in_figures(all[at], about)) return date;
    const double month = month_said(all[at]);
    if (month == 0) continue;
    auto day = day_before(all, at);
    std::size_t next = at + 1;
    if (!day && next < all.size() && all_digits(all[next]) && all[next].size() <= 2) day = figure(all[next++]);
    while (next < all.size() && (all[next] == "DE" || all[next] == "DEL" || all[next] == "AÑO")) ++next;
    const auto year = next < all.size() ? number_at(all, next) : std::nullopt;
    if (day && year) return date_of(whole_year(year->value, about), month, *day);
  }
  return std::nullopt;
}

}  // namespace cotejo::mx
