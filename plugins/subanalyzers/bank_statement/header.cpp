#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "table.hpp"

namespace cotejo::bank_statement {
namespace {

using document_text::Row;

constexpr std::size_t kMaxLines = 3;   // of a header, one above the other
constexpr std::size_t kMaxWords = 24;  // of a header; a row with more is prose
constexpr double kLineDistance = 2.2;  // in letter heights, between the lines of a header
constexpr double kMinNamed = 0.55;     // share of a header's words that are names of columns
constexpr std::size_t kMinColumns = 3;

// A header has neither amounts nor a period, which may stand right above it.
bool plain(const Row& row) {
  return money_in(row).empty() && row.words.size() <= kMaxWords && !document_text::period_in(row, 0, true);
}

bool follows(const Row& above, const Row& below) {
  const double height = std::min(above.box.height, below.box.height);
  return above.page == below.page && below.box.y - above.box.bottom() < kLineDistance * height;
}

// The lines as one row: words that stand above one another come one after the other, from top to bottom. A wide word
// makes one name of all that stands above it: `Fecha de la` over `operación`.
struct Merged {
  Row row;
  std::vector<std::size_t> stack_of;  // for each word: which stack it stands in
};
Merged merged(const std::vector<Row>& rows, std::size_t first, std::size_t last) {
  struct Stack {
    double left, right;
    std::vector<document_text::Word> words;
  };
  std::vector<Stack> stacks;
  for (std::size_t i = first; i < last; ++i)
    for (const auto& word : rows[i].words) {
      Stack joined{word.box.x, word.box.right(), {}};
      const auto above = [&](const Stack& stack) { return word.box.x < stack.right && word.box.right() > stack.left; };
      for (const Stack& stack : stacks) {
        if (!above(stack)) continue;
        joined.left = std::min(joined.left, stack.left), joined.right = std::max(joined.right, stack.right);
        joined.words.insert(joined.words.end(), stack.words.begin(), stack.words.end());
      }
      std::erase_if(stacks, above);
      joined.words.push_back(word);
      stacks.push_back(std::move(joined));
    }
  std::sort(stacks.begin(), stacks.end(), [](const Stack& a, const Stack& b) { return a.left < b.left; });
  Merged out;
  out.row.page = rows[first].page;
  for (std::size_t s = 0; s < stacks.size(); ++s)
    for (auto& word : stacks[s].words) {
      out.row.words.push_back(std::move(word));
      out.stack_of.push_back(s);
    }
  return out;
}

// Words that stand above or below a column's name belong to it, whatever a picture made of them (`O PEL RACION`): marks
// them as named. In a text, a name says what it says, and prose in several lines must not become a header.
void name_neighbours(const Merged& header, std::vector<bool>& named) {
  constexpr std::size_t kMost = 8;  // words of one name
  std::map<std::size_t, std::size_t> words, known;
  for (std::size_t i = 0; i < named.size(); ++i) {
    if (header.row.words[i].probability >= 1) return;
    ++words[header.stack_of[i]];
    known[header.stack_of[i]] += named[i] ? 1 : 0;
  }
  for (std::size_t i = 0; i < named.size(); ++i)
    if (known[header.stack_of[i]] > 0 && words[header.stack_of[i]] <= kMost) named[i] = true;
}

struct Phrase {
  std::string_view role;
  const std::string* words;
};

// The longest first, so that `saldo operacion` is not taken for `operacion`.
std::vector<Phrase> phrases_of(const Layout& layout) {
  std::vector<Phrase> all;
  for (const auto& [role, list] : layout.columns)
    for (const auto& words : list) all.push_back({role, &words});
  std::stable_sort(all.begin(), all.end(),
                   [](const Phrase& a, const Phrase& b) { return a.words->size() > b.words->size(); });
  return all;
}

std::vector<Column> columns_in(const Merged& header, const std::vector<Phrase>& phrases, double& named) {
  const Row& row = header.row;
  std::vector<bool> taken(row.words.size());
  std::vector<Column> columns;
  for (const Phrase& phrase : phrases) {
    for (auto found = find_phrase(row, *phrase.words); found;
         found = find_phrase(row, *phrase.words, found.first + 1)) {
      if (std::find(taken.begin() + static_cast<std::ptrdiff_t>(found.first),
                    taken.begin() + static_cast<std::ptrdiff_t>(found.last),
                    true) != taken.begin() + static_cast<std::ptrdiff_t>(found.last))
        continue;
      std::fill(taken.begin() + static_cast<std::ptrdiff_t>(found.first),
                taken.begin() + static_cast<std::ptrdiff_t>(found.last), true);
      const auto box = box_of(row, found.first, found.last);
      columns.push_back({phrase.role, box.x, box.right()});
    }
  }
  name_neighbours(header, taken);
  std::size_t words = 0, known = 0;
  for (std::size_t i = 0; i < row.words.size(); ++i) {
    if (row.words[i].folded.empty()) continue;
    ++words;
    known += taken[i] ? 1 : 0;
  }
  named = words ? static_cast<double>(known) / static_cast<double>(words) : 0;
  std::sort(columns.begin(), columns.end(), [](const Column& a, const Column& b) { return a.left < b.left; });
  return columns;
}

// `OPERACION` may be a column of text or of balances: what stands right of the amounts is a balance, what stands left
// of them is not.
void settle_roles(std::vector<Column>& columns) {
  const auto is_money = [](const Column& c) {
    return c.role == column::kDebit || c.role == column::kCredit || c.role == column::kAmount;
  };
  const auto first = std::find_if(columns.begin(), columns.end(), is_money);
  if (first == columns.end()) return;
  for (auto it = columns.begin(); it != first; ++it)
    if (it->role == column::kBalance) it->role = column::kText;
  const auto last = std::find_if(columns.rbegin(), columns.rend(), is_money).base();
  static constexpr std::string_view kOther = column::kBalance;
  for (auto it = last; it != columns.end(); ++it)
    if (it->role == column::kText) it->role = kOther;
}

// A cell of a header, and what its name says; an empty role where that could not be read.
struct Cell {
  Column column;
  std::size_t dates = 0, amounts = 0;  // of the rows below, that stand under it
};

std::vector<Cell> cells_of(const Row& row, const std::vector<Column>& named) {
  constexpr double kApart = 0.9;  // letter heights between two names
  std::vector<Cell> cells;
  for (const Column& column : named) cells.push_back({column});
  const auto known = [&](const document_text::Word& word) {
    return std::any_of(named.begin(), named.end(), [&](const Column& column) {
      return word.box.x < column.right && word.box.right() > column.left;
    });
  };
  for (std::size_t i = 0; i < row.words.size(); ++i) {
    const auto& box = row.words[i].box;
    if (known(row.words[i]) || row.words[i].folded.empty()) continue;  // `(+)` belongs to the name before it
    const bool goes_on = !cells.empty() && cells.back().column.role.empty() && i > 0 && !known(row.words[i - 1]) &&
                         box.x - cells.back().column.right < kApart * box.height;
    if (goes_on)
      cells.back().column.right = box.right();
    else
      cells.push_back({{{}, box.x, box.right()}});
  }
  std::sort(cells.begin(), cells.end(), [](const Cell& a, const Cell& b) { return a.column.left < b.column.left; });
  return cells;
}

void look_below(const std::vector<Row>& rows, std::size_t at, std::vector<Cell>& cells) {
  constexpr std::size_t kRows = 24;
  const auto nearest = [&](const document_text::Box& box) {
    const auto distance = [&](const Cell& cell) {
      return std::max({0.0, cell.column.left - box.right(), box.x - cell.column.right}) * 1000 +
             std::abs((cell.column.left + cell.column.right) / 2 - (box.x + box.right()) / 2);
    };
    return std::min_element(cells.begin(), cells.end(),
                            [&](const Cell& a, const Cell& b) { return distance(a) < distance(b); });
  };
  for (std::size_t i = at + 1; i < std::min(rows.size(), at + 1 + kRows) && rows[i].page == rows[at].page; ++i) {
    if (date_at(rows[i], 0)) ++nearest(rows[i].words.front().box)->dates;
    for (const auto& money : money_in(rows[i])) ++nearest(money.box)->amounts;
  }
}

// Which of the money columns are still to be named, from left to right.
std::vector<std::string_view> missing_roles(const Header& header) {
  std::vector<std::string_view> out;
  const bool debit = header.find(column::kDebit), credit = header.find(column::kCredit);
  if (!header.find(column::kAmount)) {
    if (!debit && !credit) out.push_back(column::kAmount);
    if (debit != credit) out.push_back(debit ? column::kCredit : column::kDebit);
  }
  if (!header.find(column::kBalance)) out.push_back(column::kBalance);
  return out;
}

}  // namespace

std::optional<Header> header_by_contents(const std::vector<Row>& rows, std::size_t at, const Layout& layout) {
  constexpr std::size_t kEnough = 4;  // dates or amounts below that say what a column is
  if (!plain(rows[at]) || !rows[at].words.front().from_picture()) return std::nullopt;
  double named = 0;
  Header header{at, at + 1, columns_in(merged(rows, at, at + 1), phrases_of(layout), named)};
  settle_roles(header.columns);
  const bool money = std::any_of(header.columns.begin(), header.columns.end(),
                                 [](const Column& c) { return c.role != column::kDate && c.role != column::kText; });
  if (header.columns.size() < 2 || !money) return std::nullopt;
  auto cells = cells_of(rows[at], header.columns);
  look_below(rows, at, cells);
  std::vector<Column> amounts;
  for (const Cell& cell : cells) {
    if (!cell.column.role.empty()) continue;
    if (cell.amounts >= kEnough)
      amounts.push_back(cell.column);
    else if (cell.dates >= kEnough && !header.find(column::kDate))
      header.columns.push_back({column::kDate, cell.column.left, cell.column.right});
  }
  const auto missing = missing_roles(header);
  if (amounts.size() > missing.size()) return std::nullopt;
  for (std::size_t i = 0; i < amounts.size(); ++i) {
    amounts[i].role = missing[i];
    header.columns.push_back(amounts[i]);
  }
  std::sort(header.columns.begin(), header.columns.end(),
            [](const Column& a, const Column& b) { return a.left < b.left; });
  const bool whole =
      header.names_money() && header.one_form() && header.find(column::kDate) && header.columns.size() >= kMinColumns;
  return whole ? std::optional(header) : std::nullopt;
}

const Column* Header::find(std::string_view role) const {
  const auto found = std::find_if(columns.begin(), columns.end(), [&](const Column& c) { return c.role == role; });
  return found == columns.end() ? nullptr : &*found;
}

std::size_t Header::roles() const {
  std::vector<std::string_view> seen;
  for (const Column& c : columns)
    if (std::find(seen.begin(), seen.end(), c.role) == seen.end()) seen.push_back(c.role);
  return seen.size();
}

bool Header::names_money() const {
  return find(column::kAmount) || (find(column::kDebit) && find(column::kCredit));
}

bool Header::one_form() const {
  return find(column::kAmount) ? !find(column::kDebit) && !find(column::kCredit) : names_money();
}

std::optional<Header> header_at(const std::vector<Row>& rows, std::size_t at, const Layout& layout) {
  const auto phrases = phrases_of(layout);
  std::optional<Header> best;
  for (std::size_t lines = 1; lines <= kMaxLines && at + lines <= rows.size(); ++lines) {
    const std::size_t last = at + lines;
    if (!plain(rows[last - 1]) || (lines > 1 && !follows(rows[last - 2], rows[last - 1]))) break;
    double named = 0;
    Header header{at, last, columns_in(merged(rows, at, last), phrases, named)};
    settle_roles(header.columns);
    if (!header.names_money() || !header.find(column::kDate) || header.columns.size() < kMinColumns ||
        named < kMinNamed)
      continue;
    if (!best || std::pair(header.one_form(), header.roles()) > std::pair(best->one_form(), best->roles()))
      best = header;
  }
  return best;
}

}  // namespace cotejo::bank_statement
