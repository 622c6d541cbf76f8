#include "correction.hpp"

#include <algorithm>
#include <cstdlib>

namespace cotejo::bank_statement {
namespace {

using document_text::Box;
using document_text::Row;
using document_text::Word;

// Least that must speak for a figure in the picture, held against what was read there. README.md tells what genuine and
// altered statements have.
constexpr double kMayBe = 0.005;
constexpr double kClearly = 10;  // times as much as for any other figure whose correction would do, too

std::string plain_digits(std::int64_t cents, bool groups) {
  const auto magnitude = std::abs(cents);
  std::string whole = std::to_string(magnitude / 100);
  if (groups)
    for (auto at = static_cast<std::ptrdiff_t>(whole.size()) - 3; at > 0; at -= 3)
      whole.insert(static_cast<std::size_t>(at), ",");
  const auto rest = magnitude % 100;
  return whole + (rest < 10 ? ".0" : ".") + std::to_string(rest);
}

// How statements write an amount.
std::vector<std::string> written(std::int64_t cents) {
  std::vector<std::string> out;
  for (const bool groups : {true, false}) {
    const std::string digits = plain_digits(cents, groups);
    for (const std::string_view before : {"", "$"}) out.push_back(std::string(before) + digits);
    if (cents < 0)
      for (const std::string_view before : {"-", "-$", "$-"}) out.push_back(std::string(before) + digits);
    if (cents < 0) out.push_back(digits + "-");
    for (const std::string_view before : {"+", "+$"})
      if (cents > 0) out.push_back(std::string(before) + digits);
  }
  return out;
}

class Corrector {
 public:
  Corrector(Statement& statement, const std::vector<Row>& rows) : s_(statement), rows_(rows) {}

  void run() {
    const bool balances = std::any_of(s_.movements.begin(), s_.movements.end(),
                                      [](const auto& dated) { return dated.movement.balance.has_value(); });
    if (balances) correct_chain();
    correct_totals(!balances);
    fill_or_forget();
  }

 private:
  Movement& row(std::size_t i) { return s_.movements[i].movement; }
  // A deposit makes a debt smaller.
  std::int64_t effect(std::int64_t cents) const { return s_.kind == Kind::card ? -cents : cents; }

  const Word* word_at(std::size_t page, const Box& box) const {
    for (const Row& row : rows_) {
      if (row.page != page || box.y > row.box.bottom() || box.bottom() < row.box.y) continue;
      for (const Word& word : row.words)
        if (word.box.x == box.x && word.box.y == box.y && word.box.width == box.width) return &word;
    }
    return nullptr;
  }

  double support(std::size_t page, const Box& box, std::int64_t cents) const {
    const Word* word = word_at(page, box);
    if (!word) return 0;
    double most = 0;
    for (const auto& text : written(cents)) most = std::max(most, document_text::may_be(*word, text));
    return most;
  }
  double support(const Read<std::int64_t>& read, std::int64_t cents) const {
    return support(read.page, read.box, cents);
  }

  bool put(std::optional<Read<std::int64_t>>& read, std::int64_t cents, bool& corrected) {
    if (!read || read->value == cents || support(*read, cents) < kMayBe) return false;
    read->value = cents;
    corrected = true;
    return true;
  }

  // The rows after one printed balance, up to and including the row of the next.
  struct Stretch {
    std::size_t first = 0, last = 0;  // rows [first, last)
    std::int64_t sum = 0;
    std::vector<std::size_t> missing;
  };

  Stretch stretch(std::size_t first, std::size_t last) {
    Stretch out{first, last, 0, {}};
    for (std::size_t i = first; i < last; ++i) {
      if (row(i).cents)
        out.sum += effect(*row(i).cents);
      else
        out.missing.push_back(i);
    }
    return out;
  }

  // Row after the next balance at or after `from`; nothing when there is none.
  std::optional<std::size_t> after_balance(std::size_t from) {
    for (std::size_t i = from; i < s_.movements.size(); ++i)
      if (row(i).balance) return i + 1;
    return std::nullopt;
  }

  void correct_chain() {
    std::optional<std::int64_t> before = s_.opening ? std::optional(s_.opening->value) : std::nullopt;
    std::size_t from = 0;
    while (const auto to = after_balance(from)) {
      if (before) correct_stretch(from, *to, *before);
      before = row(*to - 1).balance;
      from = *to;
    }
    const Stretch rest = stretch(from, s_.movements.size());
    if (before && s_.closing && rest.missing.empty()) put(s_.closing, *before + rest.sum, s_.corrected.closing);
  }

  void correct_stretch(std::size_t from, std::size_t to, std::int64_t before) {
    const Stretch here = stretch(from, to);
    auto& balance = row(to - 1).balance;
    const std::int64_t off = *balance - (before + here.sum);
    if (here.missing.empty() && off == 0) return;
    if (here.missing.size() == 1) {
      row(here.missing.front()).cents = effect(off);
      filled_.push_back(here.missing.front());
      return;
    }
    if (!here.missing.empty()) return;
    if (from == 0 && correct_opening(here)) return;
    const bool sign_lost = before + here.sum == -*balance;
    if (sign_lost || is_the_balance(to, before + here.sum)) {
      if (support(row(to - 1).page, row(to - 1).balance_box, before + here.sum) < kMayBe) return;
      balance = before + here.sum;
      s_.corrected.movements = true;
      return;
    }
    correct_amount(here.first, here.last, effect(off), 0);
  }

  // The rows below go on from `expected`, not from what was read.
  bool is_the_balance(std::size_t to, std::int64_t expected) {
    const auto next = after_balance(to);
    if (next) {
      const Stretch following = stretch(to, *next);
      return following.missing.empty() && expected + following.sum == *row(*next - 1).balance;
    }
    const Stretch rest = stretch(to, s_.movements.size());
    return s_.closing && rest.missing.empty() && expected + rest.sum == s_.closing->value;
  }

  bool correct_opening(const Stretch& first) {
    const std::int64_t implied = *row(first.last - 1).balance - first.sum;
    return put(s_.opening, implied, s_.corrected.opening);
  }

  // Of rows [first, last), the one whose amount may in the picture as well be one that is larger by `off`. `sign`: of
  // the rows that count, 0 for all.
  bool correct_amount(std::size_t first, std::size_t last, std::int64_t off, int sign) {
    std::optional<std::size_t> best;
    double most = 0, second = 0;
    for (std::size_t i = first; i < last; ++i) {
      const std::int64_t read = *row(i).cents, wanted = read + off;
      if ((wanted < 0) != (read < 0) || wanted == 0 || (sign != 0 && (read > 0) != (sign > 0))) continue;
      const double here = support(row(i).page, row(i).amount_box, wanted);
      second = std::max(second, std::min(here, most));
      if (here > most) most = here, best = i;
    }
    if (!best || most < kMayBe || most < kClearly * second) return false;
    *row(*best).cents += off;
    s_.corrected.movements = true;
    return true;
  }

  struct Sums {
    std::int64_t credits = 0, debits = 0;
    bool whole = true;
  };
  Sums sums() const {
    Sums out;
    for (const auto& [day, movement] : s_.movements) {
      if (!movement.cents)
        out.whole = false;
      else
        (*movement.cents > 0 ? out.credits : out.debits) += std::abs(*movement.cents);
    }
    return out;
  }

  // `alone`: no balances stand beside the rows, so that a row may be the wrong one, too.
  void correct_totals(bool alone) {
    const Sums rows = sums();
    if (!rows.whole || s_.movements.empty()) return;
    const auto fix = [&](std::optional<Read<std::int64_t>>& total, std::int64_t sum, int sign, bool& corrected) {
      if (!total || total->value == sum) return;
      if (put(total, sum, corrected) || !alone) return;
      correct_amount(0, s_.movements.size(), sign * (total->value - sum), sign);
    };
    fix(s_.credits, rows.credits, 1, s_.corrected.credits);
    fix(s_.debits, rows.debits, -1, s_.corrected.debits);
    const Sums now = sums();
    if (!s_.opening || !s_.closing) return;
    const std::int64_t closing = s_.opening->value + effect(now.credits - now.debits);
    if (closing != s_.closing->value && !put(s_.closing, closing, s_.corrected.closing))
      put(s_.opening, s_.closing->value - effect(now.credits - now.debits), s_.corrected.opening);
  }

  // An amount of which nothing was read follows from the balances around it; it counts when the printed totals, too,
  // want it.
  void fill_or_forget() {
    if (filled_.empty()) return;
    const Sums rows = sums();
    const bool confirmed = rows.whole && s_.credits && s_.debits && !s_.corrected.credits && !s_.corrected.debits &&
                           s_.credits->value == rows.credits && s_.debits->value == rows.debits;
    for (const std::size_t i : filled_)
      if (!confirmed) row(i).cents.reset();
    s_.corrected.movements |= confirmed;
  }

  Statement& s_;
  const std::vector<Row>& rows_;
  std::vector<std::size_t> filled_;
};

}  // namespace

void correct(Statement& statement, const std::vector<Row>& rows) {
  const bool picture = std::any_of(rows.begin(), rows.end(), [](const Row& row) {
    return std::any_of(row.words.begin(), row.words.end(), [](const Word& word) { return word.glimpse != nullptr; });
  });
  if (picture) Corrector(statement, rows).run();
}

}  // namespace cotejo::bank_statement
