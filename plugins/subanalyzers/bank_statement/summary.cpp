#include "summary.hpp"

#include <algorithm>
#include <charconv>
#include <mx/clabe.hpp>
#include <text_reading/folding.hpp>

namespace cotejo::bank_statement {
namespace {

using document_text::box_of;
using document_text::find_phrase;
using document_text::Found;
using document_text::Row;

constexpr std::size_t kRowsBelow = 2;  // in which the value of a label may stand
constexpr double kBelow = 3.5;         // letter heights between a label and a value below it
constexpr std::size_t kClabeDigits = 18;
constexpr std::size_t kMinAccount = 7, kMaxAccount = 16;  // digits
constexpr int kMaxPages = 999;

// Words that may stand between a label and its value, or before a label, without making another label of it.
constexpr std::string_view kBridges[] = {"DEL",   "DE",    "LA",    "EL",     "EN",    "PERIODO", "MN",
                                         "MXN",   "PESOS", "TOTAL", "SUMA",   "TUS",   "SUS",     "MAS",
                                         "MENOS", "NO",    "NUM",   "NUMERO", "CUENTA"};

bool has_letters(const std::string& folded) {
  return std::any_of(folded.begin(), folded.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool bridges(const document_text::Word& word) {
  return !has_letters(word.folded) ||
         std::find(std::begin(kBridges), std::end(kBridges), word.folded) != std::end(kBridges);
}

// `Retiros` in `Comisiones por retiros` is another label; a word far to the left is another column.
bool stands_alone(const Row& row, const Found& found) {
  if (found.first == 0) return true;
  const auto& before = row.words[found.first - 1];
  const auto& first = row.words[found.first];
  return first.box.x - before.box.right() > 1.2 * first.box.height || bridges(before);
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

bool overlaps(const document_text::Box& a, const document_text::Box& b) {
  return a.x < b.right() && a.right() > b.x;
}

// Calls `see(row, found)` for each place of the phrase until it returns true.
template <class See>
bool each_place(const Surroundings& around, std::string_view phrase, See&& see) {
  for (std::size_t i = 0; i < around.rows.size(); ++i) {
    if (around.in_table[i]) continue;
    for (auto found = find_phrase(around.rows[i], phrase); found;
         found = find_phrase(around.rows[i], phrase, found.first + 1))
      if (stands_alone(around.rows[i], found) && see(i, found)) return true;
  }
  return false;
}

// Calls `see(row)` for the rows just below a label.
template <class See>
bool each_below(const Surroundings& around, std::size_t at, const Found& found, See&& see) {
  const auto box = box_of(around.rows[at], found.first, found.last);
  for (std::size_t i = at + 1; i < around.rows.size() && i <= at + kRowsBelow; ++i) {
    const Row& row = around.rows[i];
    if (row.page != around.rows[at].page || around.in_table[i] || row.box.y - box.bottom() > kBelow * box.height)
      return false;
    if (see(row, box)) return true;
  }
  return false;
}

template <class T>
Read<T> read_at(T value, const Row& row, const document_text::Box& box, double probability) {
  return {std::move(value), row.page, box, probability};
}

// A run of words that are digits, blanks between them ignored.
struct Digits {
  std::string text;
  std::size_t first = 0, last = 0;
};
std::vector<Digits> digits_in(const Row& row, std::size_t from) {
  std::vector<Digits> all;
  for (std::size_t i = from; i < row.words.size(); ++i) {
    const std::string& text = row.words[i].text;
    const bool digits = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
      return (c >= '0' && c <= '9') || c == '-' || c == '*';
    }) && text != "-";
    if (!digits) continue;
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

template <class Fits>
std::optional<Read<std::string>> labelled_digits(const Surroundings& around, std::span<const std::string> phrases,
                                                 Fits&& fits) {
  std::optional<Read<std::string>> out;
  const auto take = [&](const Row& row, const Digits& digits) {
    out = read_at(digits.text, row, box_of(row, digits.first, digits.last),
                  document_text::probability_of(row, digits.first, digits.last));
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
      return each_below(around, at, found, [&](const Row& below, const document_text::Box& box) {
        for (const Digits& digits : digits_in(below, 0))
          if (fits(digits.text) && overlaps(box_of(below, digits.first, digits.last), box)) return take(below, digits);
        return false;
      });
    });
    if (done) return out;
  }
  return std::nullopt;
}

std::optional<int> small_number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 1 || value > kMaxPages) return std::nullopt;
  return value;
}

// `2/3`, `2 de 3`, `2 / 3` or `2` from word `at`.
std::optional<std::pair<int, int>> page_of(const Row& row, std::size_t at) {
  if (at >= row.words.size()) return std::nullopt;
  const std::string& text = row.words[at].text;
  if (const auto slash = text.find('/'); slash != std::string::npos) {
    const auto n = small_number(std::string_view(text).substr(0, slash));
    const auto m = small_number(std::string_view(text).substr(slash + 1));
    if (n && m) return std::pair{*n, *m};
    return std::nullopt;
  }
  const auto n = small_number(text);
  if (!n) return std::nullopt;
  if (at + 2 < row.words.size()) {
    const auto& between = row.words[at + 1];
    if (between.folded == "DE" || between.text == "/")
      if (const auto m = small_number(row.words[at + 2].text)) return std::pair{*n, *m};
  }
  return std::pair{*n, 0};
}

}  // namespace

std::optional<Read<std::int64_t>> labelled_amount(const Surroundings& around, std::span<const std::string> phrases) {
  std::optional<Read<std::int64_t>> out;
  for (const auto& phrase : phrases) {
    const bool done = each_place(around, phrase, [&](std::size_t at, const Found& found) {
      const Row& row = around.rows[at];
      if (const auto money = right_of(row, found, money_in(row))) {
        out = read_at(money->value(), row, money->box, money->probability);
        return true;
      }
      return each_below(around, at, found, [&](const Row& below, const document_text::Box& box) {
        for (const Money& money : money_in(below)) {
          if (!overlaps(money.box, box)) continue;
          out = read_at(money.value(), below, money.box, money.probability);
          return true;
        }
        return false;
      });
    });
    if (done) return out;
  }
  return std::nullopt;
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

std::optional<Read<Period>> find_period(const Surroundings& around, const Layout& layout) {
  std::optional<Read<Period>> out;
  const auto take = [&](const Row& row, std::size_t from) {
    const auto period = period_in(row, from);
    if (!period) return false;
    out = read_at(*period, row, box_of(row, from, row.words.size()),
                  document_text::probability_of(row, from, std::min(row.words.size(), from + 8)));
    return true;
  };
  for (const auto& phrase : layout.label(label::kPeriod)) {
    const bool done = each_place(around, phrase, [&](std::size_t at, const Found& found) {
      return take(around.rows[at], found.last) ||
             each_below(around, at, found, [&](const Row& below, const document_text::Box&) { return take(below, 0); });
    });
    if (done) return out;
  }
  for (std::size_t i = 0; i < around.rows.size(); ++i)
    if (!around.in_table[i] && take(around.rows[i], 0)) return out;
  return std::nullopt;
}

std::optional<Read<std::string>> find_clabe(const Surroundings& around, const Layout& layout) {
  const auto whole = [](const std::string& text) {
    return text.size() == kClabeDigits && text.find('*') == std::string::npos;
  };
  if (auto labelled = labelled_digits(around, layout.label(label::kClabe), whole)) return labelled;
  std::optional<Read<std::string>> only;
  for (std::size_t i = 0; i < around.rows.size(); ++i) {
    if (around.in_table[i]) continue;
    const Row& row = around.rows[i];
    for (const Digits& digits : digits_in(row, 0)) {
      if (!whole(digits.text) || !mx::parse_clabe(digits.text).valid()) continue;
      if (only && only->value != digits.text) return std::nullopt;
      only = read_at(digits.text, row, box_of(row, digits.first, digits.last),
                     document_text::probability_of(row, digits.first, digits.last));
    }
  }
  return only;
}

std::optional<Read<std::string>> find_account(const Surroundings& around, const Layout& layout) {
  return labelled_digits(around, layout.label(label::kAccount), [](const std::string& text) {
    return text.size() >= kMinAccount && text.size() <= kMaxAccount;
  });
}

PageNumbers find_page_numbers(const Surroundings& around, const Layout& layout, std::size_t pages) {
  PageNumbers out;
  out.numbers.resize(pages);
  for (const auto& phrase : layout.label(label::kPage))
    each_place(around, phrase, [&](std::size_t at, const Found& found) {
      const Row& row = around.rows[at];
      std::size_t i = found.last;
      while (i < row.words.size() && row.words[i].text == ":") ++i;
      const auto page = page_of(row, i);
      if (page && out.numbers[row.page] == 0) {
        out.numbers[row.page] = page->first;
        out.total = std::max(out.total, page->second);
      }
      return false;
    });
  return out;
}

const Layout* identify(const Surroundings& around, std::span<const Layout> banks, Kind kind) {
  constexpr int kStrong = 3, kWeak = 1;  // a legal name says more than a brand
  const Layout* best = nullptr;
  int most = 0;
  bool tied = false;
  for (const Layout& bank : banks) {
    if (bank.kind != kind) continue;
    int score = 0;
    for (const auto& phrase : bank.identity)
      score += each_place(around, phrase, [](std::size_t, const Found&) { return true; }) ? kStrong : 0;
    for (const auto& phrase : bank.brands)
      score += each_place(around, phrase, [](std::size_t, const Found&) { return true; }) ? kWeak : 0;
    tied = score == most ? score > 0 : score > most ? false : tied;
    if (score > most) most = score, best = &bank;
  }
  return tied ? nullptr : best;
}

}  // namespace cotejo::bank_statement
