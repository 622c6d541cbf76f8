#include "spanish_date.hpp"

#include <algorithm>
#include <charconv>
#include <mx/months.hpp>
#include <text_reading/folding.hpp>

namespace cotejo::document_text {
namespace {

constexpr int kFirstYear = 1990, kLastYear = 2099;  // of a statement; other numbers are no years

std::optional<int> number(std::string_view text, std::size_t least, std::size_t most) {
  if (text.size() < least || text.size() > most) return std::nullopt;
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<int> day_of(std::string_view text) {
  const auto value = number(text, 1, 2);
  if (!value || *value < 1 || *value > 31) return std::nullopt;
  return value;
}

std::optional<int> year_of(std::string_view text) {
  auto value = number(text, 2, 4);
  if (!value || text.size() == 3) return std::nullopt;
  if (text.size() == 2) *value += 2000;
  if (*value < kFirstYear || *value > kLastYear) return std::nullopt;
  return value;
}

int numeric_month(std::string_view text) {
  const auto value = number(text, 1, 2);
  return value && *value >= 1 && *value <= 12 ? *value : month_of(text);
}

std::string_view bare_end(std::string_view word) {
  while (!word.empty() && (word.back() == '.' || word.back() == ',' || word.back() == ';' || word.back() == ':'))
    word.remove_suffix(1);
  return word;
}

// `05SEP`: the blank between the two is narrow in some fonts, and lost on scans.
std::optional<PartialDate> without_separator(std::string_view word) {
  for (const std::size_t digits : {2U, 1U}) {
    if (word.size() < digits + 3) continue;
    const auto day = day_of(word.substr(0, digits));
    const int month = month_of(word.substr(digits));
    if (day && month != 0) return PartialDate{*day, month, 0, 1};
  }
  return std::nullopt;
}

// `JUL15`, likewise. Only of words from pictures: a text that says so may mean a year.
std::optional<PartialDate> month_first(const Word& word) {
  constexpr std::size_t kShort = 3;  // letters of a month
  const std::string_view text = bare_end(word.text);
  if (!word.from_picture() || text.size() != kShort + 2) return std::nullopt;
  const int month = month_of(text.substr(0, kShort));
  const auto day = day_of(text.substr(kShort));
  return month != 0 && day ? std::optional(PartialDate{*day, month, 0, 1}) : std::nullopt;
}

// `05/SEP/2026` and the like, in one word.
std::optional<PartialDate> in_one_word(std::string_view word) {
  word = bare_end(word);
  const auto separator = word.find_first_of("/-.");
  if (separator == std::string_view::npos) return without_separator(word);
  const char sign = word[separator];
  const auto second = word.find(sign, separator + 1);
  const auto a = word.substr(0, separator), b = word.substr(separator + 1, second - separator - 1);
  const auto c = second == std::string_view::npos ? std::string_view{} : word.substr(second + 1);
  if (a.size() == 4) {
    const auto year = year_of(a), day = day_of(c);
    const auto month = number(b, 2, 2);
    if (!year || !day || !month || *month < 1 || *month > 12) return std::nullopt;
    return PartialDate{*day, *month, *year, 1};
  }
  const auto day = day_of(a);
  const int month = numeric_month(b);
  if (!day || month == 0) return std::nullopt;
  if (c.empty()) {
    // `12.05` is an amount or a share rather than a day.
    if (second != std::string_view::npos || (sign == '.' && month_of(b) == 0)) return std::nullopt;
    return PartialDate{*day, month, 0, 1};
  }
  const auto year = year_of(c);
  if (!year) return std::nullopt;
  return PartialDate{*day, month, *year, 1};
}

// ---- dates read from pictures: letters for digits and digits for letters, blanks where none are

int digit_of(char c) {
  constexpr std::string_view alike = "O0Q0D0I1L1|1!1Z2S5G6B8";
  if (c >= '0' && c <= '9') return c - '0';
  for (std::size_t i = 0; i < alike.size(); i += 2)
    if (alike[i] == c) return alike[i + 1] - '0';
  return -1;
}

// Whether `read` may be what is left of `letter`: 0 when it is, 1 when they are alike, -1 when not.
int letter_cost(char read, char letter) {
  if (read == letter || (read == '0' && letter == 'O')) return 0;
  constexpr std::string_view alike[] = {"O0QDC", "I1L|", "S5", "B8", "G86C", "A4", "A2", "Z2", "E3F", "T7", "NM", "UV"};
  for (const auto group : alike)
    if (group.find(read) != std::string_view::npos && group.find(letter) != std::string_view::npos) return 1;
  return -1;
}

// The only month that three characters may be; 0 for none or several. One of the three must be what it is.
int misread_month(std::string_view three) {
  constexpr int kMost = 2;
  int found = 0, least = kMost + 1;
  bool tied = false;
  for (std::size_t m = 0; m < mx::kMonths.size(); ++m) {
    int cost = 0;
    for (std::size_t i = 0; i < 3 && cost >= 0; ++i) {
      const int each = letter_cost(three[i], mx::kMonths[m][i]);
      cost = each < 0 ? -1 : cost + each;
    }
    if (cost < 0 || cost > least) continue;
    tied = cost == least;
    least = cost, found = static_cast<int>(m) + 1;
  }
  return least <= kMost && !tied ? found : 0;
}

// `12A8O`, `24280-2026`, `030OCT`: day, what a stroke or blank was read as, month, year.
std::optional<PartialDate> misread(const std::string& plain) {
  if (plain.size() < 5) return std::nullopt;
  const int tens = digit_of(plain[0]), ones = digit_of(plain[1]);
  const int day = tens * 10 + ones;
  if (tens < 0 || ones < 0 || day < 1 || day > 31) return std::nullopt;
  for (const std::size_t at : {2U, 3U}) {
    const std::size_t rest = plain.size() < at + 3 ? 1 : plain.size() - at - 3;
    if (rest != 0 && rest != 4) continue;
    const int month = misread_month(std::string_view(plain).substr(at, 3));
    if (month == 0) continue;
    if (rest == 0) return PartialDate{day, month, 0, 1};
    if (const auto year = year_of(std::string_view(plain).substr(at + 3))) return PartialDate{day, month, *year, 1};
  }
  return std::nullopt;
}

// From up to three words that stand close together. Only of words from pictures: text says what it says.
std::optional<PartialDate> misread_at(const Row& row, std::size_t at) {
  constexpr std::size_t kMostWords = 3;
  constexpr double kClose = 1.2;  // letter heights between the pieces of one date
  std::string plain;
  bool letters = false;
  for (std::size_t i = at; i < std::min(at + kMostWords, row.words.size()); ++i) {
    const Word& word = row.words[i];
    if (word.probability >= 1) return std::nullopt;
    if (i > at && word.box.x - row.words[i - 1].box.right() > kClose * word.box.height) return std::nullopt;
    const std::string bare = text_reading::bare(word.text);
    if (i == at && bare.empty()) return std::nullopt;  // a dash before a date is none of it
    for (const char c : bare) {
      plain += c;
      letters |= c >= 'A' && c <= 'Z';
    }
    // Figures alone are a date only with the strokes between them.
    const auto stroke = word.text.find('-');
    const bool stroked = stroke != std::string::npos && word.text.find('-', stroke + 1) != std::string::npos;
    if (!letters && !stroked) continue;
    if (auto date = misread(plain)) {
      date->words = i - at + 1;
      return date;
    }
  }
  return std::nullopt;
}

std::string_view word_at(const Row& row, std::size_t i) {
  return i < row.words.size() ? bare_end(row.words[i].text) : std::string_view{};
}

bool is_of(std::string_view word) {
  return word == "de" || word == "DE" || word == "De" || word == "del" || word == "DEL" || word == "/" || word == "-";
}

// A month, and how many words it is in: pictures break it (`SE: PTIEMBRE`).
std::pair<int, std::size_t> month_at(const Row& row, std::size_t i) {
  constexpr double kClose = 0.7;  // letter heights between the two pieces
  if (const int month = month_of(word_at(row, i)); month != 0 || i + 1 >= row.words.size()) return {month, 1};
  const Word &left = row.words[i], &right = row.words[i + 1];
  if (!left.from_picture() || right.box.x - left.box.right() > kClose * left.box.height) return {0, 0};
  const std::string joined = text_reading::bare(left.text) + text_reading::bare(right.text);
  const bool in_full = std::find(mx::kMonths.begin(), mx::kMonths.end(), joined) != mx::kMonths.end();
  return in_full ? std::pair{month_of(joined), std::size_t{2}} : std::pair{0, std::size_t{0}};
}

std::optional<PartialDate> in_words(const Row& row, std::size_t at, bool short_year) {
  std::size_t i = at;
  PartialDate date;
  const auto day = day_of(word_at(row, i));
  if (day) {
    date.day = *day;
    ++i;
    if (is_of(word_at(row, i))) ++i;
    const auto [month, words] = month_at(row, i);
    if (month == 0) return std::nullopt;
    date.month = month;
    i += words;
  } else if ((date.month = month_of(word_at(row, i))) != 0) {
    const auto after = day_of(word_at(row, i + 1));
    const bool with_year = word_at(row, i + 2).size() == 4 && year_of(word_at(row, i + 2));  // `Agosto 6, 2026`
    if (!after || (word_at(row, i + 1).size() != 2 && !with_year)) return std::nullopt;
    date.day = *after;
    i += 2;
  } else {
    return std::nullopt;
  }
  std::size_t next = i;
  if (is_of(word_at(row, next))) ++next;
  if (const auto year = year_of(word_at(row, next));
      year && (word_at(row, next).size() == 4 || (short_year && next == i))) {
    date.year = *year;
    i = next + 1;
  }
  date.words = i - at;
  return date;
}

Day make_day(int year, int month, int day) {
  return Day{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
             std::chrono::day{static_cast<unsigned>(day)}};
}

}  // namespace

int month_of(std::string_view word) {
  std::string plain = text_reading::bare(bare_end(word));
  if (plain.size() < 3) return 0;
  std::replace(plain.begin(), plain.end(), '0', 'O');  // no month has a digit: scans give 0CT and AG0
  if (plain == "SEPT" || plain == "SET" || plain == "SETIEMBRE") return 9;
  for (std::size_t i = 0; i < mx::kMonths.size(); ++i)
    if (mx::kMonths[i].starts_with(plain)) return static_cast<int>(i) + 1;
  return 0;
}

std::optional<PartialDate> date_at(const Row& row, std::size_t at, bool day_only, bool short_year) {
  if (at >= row.words.size()) return std::nullopt;
  if (const auto date = in_one_word(row.words[at].text)) return date;
  if (const auto date = month_first(row.words[at])) return date;
  if (const auto date = in_words(row, at, short_year)) return date;
  if (day_only && word_at(row, at).size() <= 2)
    if (const auto day = day_of(word_at(row, at))) return PartialDate{*day, 0, 0, 1};
  return misread_at(row, at);
}

std::optional<Day> complete(const PartialDate& date) {
  if (date.day == 0 || date.month == 0 || date.year == 0) return std::nullopt;
  const Day day = make_day(date.year, date.month, date.day);
  return day.ok() ? std::optional(day) : std::nullopt;
}

std::optional<Day> resolve(const PartialDate& date, Day from, Day to, int slack_days) {
  if (const auto whole = complete(date)) return whole;
  const std::chrono::days slack{slack_days};
  const auto first = std::chrono::sys_days(from) - slack, last = std::chrono::sys_days(to) + slack;
  std::optional<Day> found;
  for (auto at = first; at <= last; at += std::chrono::days{1}) {
    const Day day{at};
    if (static_cast<unsigned>(day.day()) != static_cast<unsigned>(date.day)) continue;
    if (date.month != 0 && static_cast<unsigned>(day.month()) != static_cast<unsigned>(date.month)) continue;
    if (date.year != 0 && static_cast<int>(day.year()) != date.year) continue;
    if (found) return std::nullopt;
    found = day;
  }
  return found;
}

namespace {

// `DE 2826`: a year of which a picture has lost a digit. The other day of the period has it too.
std::size_t after_lost_year(const Row& row, std::size_t at) {
  if (at + 1 >= row.words.size() || !is_of(word_at(row, at)) || !row.words[at + 1].from_picture()) return at;
  return number(word_at(row, at + 1), 4, 4) ? at + 2 : at;
}

// Between the two days of a period stands `al`, a dash or nothing; nothing, but in two columns, is two days.
bool leads_to(const Row& row, std::size_t first, std::size_t last, bool in_columns) {
  constexpr double kColumn = 1;  // letter heights
  if (!in_columns && first == last && first > 0 &&
      row.words[first].box.x - row.words[first - 1].box.right() > kColumn * row.words[first].box.height)
    return false;
  constexpr std::string_view kWords[] = {"AL", "A", "HASTA", "EL", "Y", ""};
  return std::all_of(row.words.begin() + static_cast<std::ptrdiff_t>(first),
                     row.words.begin() + static_cast<std::ptrdiff_t>(last), [&](const Word& word) {
                       return std::find(std::begin(kWords), std::end(kWords),
                                        text_reading::bare(bare_end(word.text))) != std::end(kWords);
                     });
}

// The years and months that only the last day has.
std::optional<Period> between(PartialDate first, const PartialDate& last) {
  const auto to = complete(last);
  if (!to) return std::nullopt;
  if (first.month == 0) first.month = last.month;
  if (first.year == 0) first.year = last.year - (first.month > last.month ? 1 : 0);
  const auto from = complete(first);
  if (!from || *from > *to) return std::nullopt;
  return Period{*from, *to};
}

// `01-OCT-26/31-OCT-26`, `01/10/2026-31/10/2026`
std::optional<Period> in_one_word_both(std::string_view word) {
  for (auto cut = word.find_first_of("/-"); cut != std::string_view::npos; cut = word.find_first_of("/-", cut + 1)) {
    const auto first = in_one_word(word.substr(0, cut)), last = in_one_word(word.substr(cut + 1));
    if (first && last && complete(*first) && complete(*last)) return between(*first, *last);
  }
  return std::nullopt;
}

}  // namespace

std::optional<Period> period_in(const Row& row, std::size_t at, bool in_columns) {
  std::optional<PartialDate> first;
  std::size_t first_end = 0;
  for (std::size_t i = at; i < row.words.size(); ++i) {
    if (const auto both = in_one_word_both(row.words[i].text)) return both;
    const std::string next = text_reading::bare(word_at(row, i + 1));
    const auto date = date_at(row, i, next == "AL" || next == "A", true);
    if (!date) continue;
    if (first && leads_to(row, first->year == 0 ? after_lost_year(row, first_end) : first_end, i, in_columns))
      if (const auto period = between(*first, *date)) return period;
    first = date;
    first_end = i + date->words;
    i = first_end - 1;
  }
  return std::nullopt;
}

}  // namespace cotejo::document_text
