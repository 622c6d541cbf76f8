#include "labels.hpp"

#include <algorithm>
#include <charconv>

namespace cotejo::document_text {
namespace {

constexpr std::size_t kRowsBelow = 2;    // in which the value of a label may stand
constexpr double kBelow = 3.5;           // letter heights between a label and a value below it
constexpr int kMaxSmall = 999;           // pages, counts
constexpr std::size_t kPeriodWords = 8;  // `01 de enero de 2026 al 31`
constexpr std::size_t kDateReach = 3;    // words between a label and its date

constexpr std::string_view kBridges[] = {"DEL",   "DE",    "LA",    "EL",     "EN",    "PERIODO", "MN",
                                         "MXN",   "PESOS", "TOTAL", "SUMA",   "TUS",   "SUS",     "MAS",
                                         "MENOS", "NO",    "NUM",   "NUMERO", "CUENTA"};

bool has_letters(const std::string& folded) {
  return std::any_of(folded.begin(), folded.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

// Letter heights to the left of a label: another column.
double other_column(const Word& word) {
  return word.from_picture() ? 1.0 : 0.9;
}
constexpr double kBeforeColon = 0.4;  // the same, where a colon says that it is a label; blanks are half as wide

// A word far to the left is another column.
bool stands_alone(const Row& row, const Found& found) {
  if (found.first == 0) return true;
  const auto& before = row.words[found.first - 1];
  const auto& first = row.words[found.first];
  const double room = row.words[found.last - 1].text.ends_with(':') ? kBeforeColon : other_column(first);
  return first.box.x - before.box.right() > room * first.box.height || bridges(before);
}

// Words that stand together, from `first` on.
std::size_t end_of_group(const Row& row, std::size_t first) {
  std::size_t last = first + 1;
  while (last < row.words.size() && row.words[last].box.x - row.words[last - 1].box.right() <
                                        other_column(row.words[last]) * row.words[last].box.height)
    ++last;
  return last;
}

// Where `phrase` begins in the row and ends in the line below it, with nothing else in both places: `FECHA DE` over
// `EMISION`, in a narrow column. The words in this row; the value stands beside these.
Found find_wrapped(const std::vector<Row>& rows, std::size_t at, std::string_view phrase) {
  const Row& row = rows[at];
  for (auto blank = phrase.find(' '); blank != std::string_view::npos; blank = phrase.find(' ', blank + 1)) {
    const auto head = phrase.substr(0, blank), tail = phrase.substr(blank + 1);
    for (auto found = find_phrase(row, head); found; found = find_phrase(row, head, found.first + 1)) {
      if (!stands_alone(row, found) || end_of_group(row, found.first) != found.last) continue;
      const Box box = box_of(row, found.first, found.last);
      const Group below = line_below(rows, at, box, box.x);
      const auto rest = below ? find_phrase(rows[below.row], tail, below.first) : Found{};
      if (rest && rest.first == below.first && rest.last == below.last) return found;
    }
  }
  return {};
}

// Words from `first` on that stand together, with those of the line below in which they go on.
Row with_line_below(const Surroundings& around, std::size_t at, std::size_t first, double left) {
  const Row& row = around.rows[at];
  const std::size_t end = end_of_group(row, first);
  Row both = row;
  const auto words = row.words.begin();
  both.words.assign(words + static_cast<std::ptrdiff_t>(first), words + static_cast<std::ptrdiff_t>(end));
  if (const Group more = line_below(around.rows, at, box_of(row, first, end), left)) {
    const auto below = around.rows[more.row].words.begin();
    both.words.insert(both.words.end(), below + static_cast<std::ptrdiff_t>(more.first),
                      below + static_cast<std::ptrdiff_t>(more.last));
  }
  return both;
}

// Where a value below this label may stand: half-way to its neighbours on the row, or kBeside letter heights past it.
Below place_below(const Row& row, const Found& found) {
  constexpr double kBeside = 2;  // letter heights past a label that has nothing beside it
  Below out{box_of(row, found.first, found.last), 0, 0};
  const double reach = kBeside * out.label.height;
  out.left = out.label.x - reach, out.right = out.label.right() + reach;
  if (found.first > 0) out.left = (row.words[found.first - 1].box.right() + out.label.x) / 2;
  if (found.last < row.words.size()) out.right = (row.words[found.last].box.x + out.label.right()) / 2;
  return out;
}

std::optional<Money> right_of(const Row& row, const Found& found, const std::vector<Money>& amounts) {
  for (const Money& money : amounts) {
    if (money.first < found.last) continue;
    for (std::size_t i = found.last; i < money.first; ++i)
      if (!bridges(row.words[i])) return std::nullopt;
    return money;
  }
  return std::nullopt;
}

template <class T>
Read<T> read_at(T value, const Row& row, const Box& box, double probability) {
  return {std::move(value), row.page, box, probability};
}

std::optional<Read<Period>> period_at(const Row& row, std::size_t from, bool in_columns = true) {
  const auto period = period_in(row, from, in_columns);
  if (!period) return std::nullopt;
  return read_at(*period, row, box_of(row, from, row.words.size()),
                 probability_of(row, from, std::min(row.words.size(), from + kPeriodWords)));
}

// The words of a label's column below it, line by line, until `see(words so far)` returns true: in a narrow column a
// value goes on in the next line, and beside it stand the values of other labels.
bool each_of_column(const Surroundings& around, std::size_t at, const Found& found,
                    const std::function<bool(const Row&)>& see) {
  // Letter heights: a label of two lines, and a value of two. Capitals are measured in pictures.
  const double label_and_value = around.rows[at].words[found.first].from_picture() ? 7 : 5;
  const Below place = place_below(around.rows[at], found);
  Row column = around.rows[at];
  column.words.clear();
  for (std::size_t i = at + 1; i < around.rows.size(); ++i) {
    const Row& row = around.rows[i];
    if (row.page != column.page || around.in_table[i] ||
        row.box.y - place.label.bottom() > label_and_value * place.label.height)
      break;
    for (std::size_t first = 0, last = 0; first < row.words.size(); first = last) {
      last = end_of_group(row, first);
      if (!place.has(box_of(row, first, last))) continue;
      column.words.insert(column.words.end(), row.words.begin() + static_cast<std::ptrdiff_t>(first),
                          row.words.begin() + static_cast<std::ptrdiff_t>(last));
    }
    if (!column.words.empty() && see(column)) return true;
  }
  return false;
}

std::optional<Read<Period>> period_in_column(const Surroundings& around, std::size_t at, const Found& found) {
  std::optional<Read<Period>> out;
  each_of_column(around, at, found, [&](const Row& column) { return (out = period_at(column, 0)).has_value(); });
  return out;
}

// `DEL 01/08/2026 AL` with the second day, or the rest of it, in the line below.
std::optional<Read<Period>> period_over_two_lines(const Surroundings& around, std::size_t at, const Found& found) {
  const Row& row = around.rows[at];
  for (std::size_t i = found.last; i < row.words.size(); ++i)
    if (date_at(row, i, false, true)) {
      const std::size_t first = end_of_group(row, found.last) > i ? found.last : i;
      return period_at(with_line_below(around, at, first, row.words[found.first].box.x), 0);
    }
  return std::nullopt;
}

std::optional<Read<Day>> day_at(const Row& row, std::size_t at) {
  const auto date = date_at(row, at, false, true);
  const auto day = date ? complete(*date) : std::nullopt;
  if (!day) return std::nullopt;
  const std::size_t last = at + date->words;
  return read_at(*day, row, box_of(row, at, last), probability_of(row, at, last));
}

// `11 de` over `septiembre de` over `2026`. Its year has four figures: two of them may be the day of another date.
std::optional<Read<Day>> day_in_column(const Surroundings& around, std::size_t at, const Found& found) {
  constexpr std::size_t kYear = 4;
  std::optional<Read<Day>> out;
  each_of_column(around, at, found, [&](const Row& column) {
    for (std::size_t i = 0; i < column.words.size() && !out; ++i) {
      const auto date = date_at(column, i, false, true);
      if (date && column.words[i + date->words - 1].folded.size() == kYear) out = day_at(column, i);
    }
    return out.has_value();
  });
  return out;
}

}  // namespace

bool bridges(const Word& word) {
  return !has_letters(word.folded) ||
         std::find(std::begin(kBridges), std::end(kBridges), word.folded) != std::end(kBridges);
}

Group line_below(const std::vector<Row>& rows, std::size_t at, const Box& box, double left) {
  constexpr double kSameEdge = 0.6;                                         // letter heights
  const double close = rows[at].words.front().from_picture() ? 1.4 : 0.95;  // capitals are measured in pictures
  const auto near = [&](double a, double b) { return std::abs(a - b) < kSameEdge * box.height; };
  for (std::size_t i = at + 1; i < rows.size() && rows[i].page == rows[at].page; ++i) {
    const Row& row = rows[i];
    if (row.box.y - box.bottom() > close * box.height) break;
    Group at_left;
    for (std::size_t first = 0, last = 0; first < row.words.size(); first = last) {
      last = end_of_group(row, first);
      const Box below = box_of(row, first, last);
      if (near(below.y, box.y) || below.y - box.bottom() > close * box.height) continue;
      if (near(below.x, left)) at_left = {i, first, last};
      if (!overlaps(below, box)) continue;
      const bool same_edge = near(below.x, box.x) || near(below.right(), box.right()) || near(below.x, left);
      return same_edge ? Group{i, first, last} : Group{};
    }
    if (at_left) return at_left;
  }
  return {};
}

bool overlaps(const Box& a, const Box& b) {
  return a.x < b.right() && a.right() > b.x;
}

bool each_place(const Surroundings& around, std::string_view phrase,
                const std::function<bool(std::size_t, const Found&)>& see) {
  for (std::size_t i = 0; i < around.rows.size(); ++i) {
    if (around.in_table[i]) continue;
    for (auto found = find_phrase(around.rows[i], phrase); found;
         found = find_phrase(around.rows[i], phrase, found.first + 1))
      if (stands_alone(around.rows[i], found) && see(i, found)) return true;
  }
  for (std::size_t i = 0; i < around.rows.size(); ++i)
    if (const auto found = around.in_table[i] ? Found{} : find_wrapped(around.rows, i, phrase); found && see(i, found))
      return true;
  return false;
}

bool Below::has(const Box& value) const {
  const double middle = value.x + value.width / 2;
  return overlaps(value, label) || (middle > left && middle < right);
}

bool each_below(const Surroundings& around, std::size_t at, const Found& found,
                const std::function<bool(const Row&, const Below&)>& see) {
  const Below place = place_below(around.rows[at], found);
  const Box& box = place.label;
  std::size_t seen = 0;
  for (std::size_t i = at + 1; i < around.rows.size() && seen < kRowsBelow; ++i) {
    const Row& row = around.rows[i];
    if (row.page != around.rows[at].page || around.in_table[i] || row.box.y - box.bottom() > kBelow * box.height)
      return false;
    // The lines of another column stand between a label and its value, too.
    if (std::any_of(row.words.begin(), row.words.end(), [&](const Word& word) { return place.has(word.box); })) ++seen;
    if (see(row, place)) return true;
  }
  return false;
}

std::vector<Digits> digits_in(const Row& row, std::size_t from) {
  std::vector<Digits> all;
  for (std::size_t i = from; i < row.words.size(); ++i) {
    const std::string& text = row.words[i].text;
    const bool digits = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
      return (c >= '0' && c <= '9') || c == '-' || c == '*';
    }) && text != "-";
    const bool day = digits && text.find('-') != std::string::npos && date_at(row, i) && complete(*date_at(row, i));
    if (!digits || day) continue;
    std::string plain;
    std::copy_if(text.begin(), text.end(), std::back_inserter(plain), [](char c) { return c != '-'; });
    const bool near = !all.empty() && all.back().last == i &&
                      row.words[i].box.x - row.words[i - 1].box.right() < 1.2 * row.words[i].box.height;
    if (near)
      all.back().text += plain, all.back().last = i + 1;
    else
      all.push_back({plain, i, i + 1});
  }
  return all;
}

std::optional<int> small_number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 1 || value > kMaxSmall) return std::nullopt;
  return value;
}

namespace {

// The amount that a label at one place has, beside or below it.
std::optional<Read<Money>> amount_at(const Surroundings& around, std::size_t at, const Found& found, Cents cents) {
  const Row& row = around.rows[at];
  if (const auto money = right_of(row, found, money_in(row, cents)))
    return read_at(*money, row, money->box, money->probability);
  std::optional<Read<Money>> out;
  each_below(around, at, found, [&](const Row& below, const Below& place) {
    for (const Money& money : money_in(below, cents)) {
      if (!place.has(money.box)) continue;
      out = read_at(money, below, money.box, money.probability);
      return true;
    }
    return false;
  });
  return out;
}

}  // namespace

std::optional<Read<std::int64_t>> labelled_amount(const Surroundings& around, std::span<const std::string> phrases,
                                                  Cents cents) {
  std::optional<Read<Money>> out;
  for (const auto& phrase : phrases)
    if (each_place(around, phrase, [&](std::size_t at, const Found& found) {
          return (out = amount_at(around, at, found, cents)).has_value();
        }))
      return Read<std::int64_t>{out->value.value(), out->page, out->box, out->probability};
  return std::nullopt;
}

std::vector<Read<Money>> labelled_amounts(const Surroundings& around, std::span<const std::string> phrases,
                                          Cents cents) {
  std::vector<Read<Money>> all;
  const auto known = [&](const Read<Money>& amount) {
    return std::any_of(all.begin(), all.end(), [&](const Read<Money>& other) {
      return other.page == amount.page && other.box.x == amount.box.x && other.box.y == amount.box.y;
    });
  };
  for (const auto& phrase : phrases)
    each_place(around, phrase, [&](std::size_t at, const Found& found) {
      auto amount = amount_at(around, at, found, cents);
      if (amount && !known(*amount)) all.push_back(std::move(*amount));
      return false;
    });
  return all;
}

std::optional<Read<std::int64_t>> labelled_count(const Surroundings& around, std::span<const std::string> phrases) {
  std::optional<Read<std::int64_t>> out;
  for (const auto& phrase : phrases) {
    const bool done = each_place(around, phrase, [&](std::size_t at, const Found& found) {
      const Row& row = around.rows[at];
      std::size_t i = found.last;
      while (i < row.words.size() && row.words[i].folded.empty()) ++i;  // `(+)`
      if (i >= row.words.size()) return false;
      const std::string& text = row.words[i].text;
      const auto count = small_number(text);
      if (!count && text != "0") return false;
      out = read_at<std::int64_t>(count.value_or(0), row, row.words[i].box, row.words[i].probability);
      return true;
    });
    if (done) return out;
  }
  return std::nullopt;
}

std::optional<Read<std::string>> labelled_digits(const Surroundings& around, std::span<const std::string> phrases,
                                                 const std::function<bool(const std::string&)>& fits) {
  std::optional<Read<std::string>> out;
  const auto take = [&](const Row& row, const Digits& digits) {
    out = read_at(digits.text, row, box_of(row, digits.first, digits.last),
                  probability_of(row, digits.first, digits.last));
    return true;
  };
  for (const auto& phrase : phrases) {
    const bool done = each_place(around, phrase, [&](std::size_t at, const Found& found) {
      const Row& row = around.rows[at];
      for (const Digits& digits : digits_in(row, found.last)) {
        if (!std::all_of(row.words.begin() + static_cast<std::ptrdiff_t>(found.last),
                         row.words.begin() + static_cast<std::ptrdiff_t>(digits.first), bridges))
          break;
        if (fits(digits.text)) return take(row, digits);
      }
      return each_below(around, at, found, [&](const Row& below, const Below& place) {
        for (const Digits& digits : digits_in(below, 0))
          if (fits(digits.text) && place.has(box_of(below, digits.first, digits.last))) return take(below, digits);
        return false;
      });
    });
    if (done) return out;
  }
  return std::nullopt;
}

std::optional<Read<Period>> labelled_period(const Surroundings& around, std::span<const std::string> phrases) {
  std::optional<Read<Period>> out;
  for (const auto& phrase : phrases) {
    const bool done = each_place(around, phrase, [&](std::size_t at, const Found& found) {
      if ((out = period_at(around.rows[at], found.last))) return true;
      if ((out = period_over_two_lines(around, at, found))) return true;
      if ((out = period_in_column(around, at, found))) return true;
      const Row& row = around.rows[at];
      if (end_of_group(row, 0) < row.words.size()) return false;  // the dates below may be those of another label
      return each_below(around, at, found,
                        [&](const Row& below, const Below&) { return (out = period_at(below, 0, false)).has_value(); });
    });
    if (done) return out;
  }
  return std::nullopt;
}

std::optional<Read<Period>> any_period(const Surroundings& around) {
  for (std::size_t i = 0; i < around.rows.size(); ++i)
    if (!around.in_table[i])
      if (auto found = period_at(around.rows[i], 0, false)) return found;
  return std::nullopt;
}

std::optional<Read<Period>> only_period(const Surroundings& around) {
  std::optional<Read<Period>> only;
  for (std::size_t i = 0; i < around.rows.size(); ++i) {
    if (around.in_table[i]) continue;
    auto found = period_at(around.rows[i], 0, false);
    if (!found) continue;
    if (only && (only->value.from != found->value.from || only->value.to != found->value.to)) return std::nullopt;
    if (!only) only = std::move(found);
  }
  return only;
}

std::optional<Read<Day>> labelled_date(const Surroundings& around, std::span<const std::string> phrases) {
  std::optional<Read<Day>> out;
  for (const auto& phrase : phrases) {
    const bool done = each_place(around, phrase, [&](std::size_t at, const Found& found) {
      const Row& row = around.rows[at];
      for (std::size_t i = found.last; i < row.words.size() && i < found.last + kDateReach; ++i) {
        if ((out = day_at(row, i))) return true;
        // `23 de septiembre` over `de 2026`
        if (date_at(row, i) && (out = day_at(with_line_below(around, at, i, row.words[found.first].box.x), 0)))
          return true;
        if (!bridges(row.words[i])) break;
      }
      if (each_below(around, at, found, [&](const Row& below, const Below& place) {
            for (std::size_t i = 0; i < below.words.size(); ++i)
              if (place.has(below.words[i].box) && (out = day_at(below, i))) return true;
            return false;
          }))
        return true;
      return (out = day_in_column(around, at, found)).has_value();
    });
    if (done) return out;
  }
  return std::nullopt;
}

}  // namespace cotejo::document_text
