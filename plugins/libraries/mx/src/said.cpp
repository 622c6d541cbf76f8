#include "mx/said.hpp"

#include <algorithm>
#include <charconv>
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

// 25000, 25,000, 25,000.50: commas part groups of three.
std::optional<double> figure(std::string_view word) {
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
    if (!all_digits(word.substr(point + 1))) return std::nullopt;
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

// 3/3/1988, 03-03-1988.
std::optional<Date> date_in_figures(std::string_view word) {
  if (const auto iso = parse_iso_date(word)) return iso;
  const auto mark = word.find_first_of("/-");
  if (mark == word.npos) return std::nullopt;
  const auto second = word.find(word[mark], mark + 1);
  if (second == word.npos) return std::nullopt;
  const std::string_view day = word.substr(0, mark), month = word.substr(mark + 1, second - mark - 1),
                         year = word.substr(second + 1);
  if (!all_digits(day) || !all_digits(month) || !all_digits(year) || day.size() > 2 || month.size() > 2 ||
      year.size() != 4)
    return std::nullopt;
  return date_of(*figure(year), *figure(month), *figure(day));
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

std::optional<Date> said_date(std::string_view sentence) {
  const auto all = words_of(sentence);
  for (std::size_t at = 0; at < all.size(); ++at) {
    if (const auto date = date_in_figures(all[at])) return date;
    const auto month = std::find(kMonths.begin(), kMonths.end(), all[at] == "SETIEMBRE" ? "SEPTIEMBRE" : all[at]);
    if (month == kMonths.end()) continue;
    const auto day = day_before(all, at);
    std::size_t next = at + 1;
    while (next < all.size() && (all[next] == "DE" || all[next] == "DEL" || all[next] == "AÑO")) ++next;
    const auto year = next < all.size() ? number_at(all, next) : std::nullopt;
    if (day && year) return date_of(year->value, static_cast<double>(month - kMonths.begin()) + 1, *day);
  }
  return std::nullopt;
}

}  // namespace cotejo::mx
