#include "statement_reader.hpp"

#include <algorithm>
#include <cstdlib>
#include <text_reading/folding.hpp>

#include "accounts.hpp"
#include "correction.hpp"

namespace cotejo::bank_statement {
namespace {

constexpr int kSlackDays = 3;               // a movement may be of a day just outside of the printed period
constexpr int kCardSlackDays = 31;          // a charge may be of the month before it reaches the card
constexpr int kDaysBeforeCut = 45;          // that rows may be of, where nothing but the day of the cut says the year
constexpr std::size_t kLeastCardSigns = 2;  // phrases of a card's statement that make one of it

const Layout* card_of(const Surroundings& around, std::span<const Layout> layouts) {
  for (const Layout& layout : layouts) {
    if (layout.kind != Kind::card) continue;
    std::size_t signs = 0;
    for (const auto& phrase : layout.identity)
      for (std::size_t i = 0; i < around.rows.size(); ++i)
        if (!around.in_table[i] && find_phrase(around.rows[i], phrase)) {
          ++signs;
          break;
        }
    if (signs >= kLeastCardSigns) return &layout;
  }
  return nullptr;
}

std::vector<DatedMovement> dated(std::span<const Movement> movements, const std::optional<Read<Period>>& period,
                                 Kind kind) {
  std::vector<DatedMovement> out;
  const int slack = kind == Kind::card ? kCardSlackDays : kSlackDays;
  for (const Movement& movement : movements) {
    std::optional<Day> day = complete(movement.date);
    if (!day && period) {
      day = resolve(movement.date, period->value.from, period->value.to, 0);  // first without doubt
      if (!day) day = resolve(movement.date, period->value.from, period->value.to, slack);
    }
    out.push_back({day, movement});
  }
  return out;
}

// What rows without a year are of: the period, or what led to the day of the cut.
std::optional<Read<Period>> days_of(const std::optional<Read<Period>>& period, const Surroundings& around,
                                    const Layout& layout) {
  if (period) return period;
  const auto cut = document_text::labelled_date(around, layout.label(label::kCut));
  if (!cut) return std::nullopt;
  const Day first(std::chrono::sys_days(cut->value) - std::chrono::days{kDaysBeforeCut});
  return Read<Period>{{first, cut->value}, cut->page, cut->box, cut->probability};
}

PageNumbers of_part(PageNumbers pages, const Part& part) {
  const auto at = [&](std::size_t page) {
    return pages.numbers.begin() + static_cast<std::ptrdiff_t>(std::min(page, pages.numbers.size()));
  };
  // A part without a first page of its own shares the pages of the others.
  if (part.first_page < pages.numbers.size() && pages.numbers[part.first_page] == 1)
    pages.numbers = std::vector<int>(at(part.first_page), at(part.last_page));
  else if (part.last_page < pages.numbers.size() && pages.numbers[part.last_page] == 1)
    pages.numbers.erase(at(part.last_page), pages.numbers.end());
  return pages;
}

// `- $5,120.00` of withdrawals says the same as `$5,120.00`.
std::optional<Read<std::int64_t>> total_of(const Surroundings& around, std::span<const std::string> phrases) {
  auto total = document_text::labelled_amount(around, phrases);
  if (total) total->value = std::abs(total->value);
  return total;
}

// `01` over `OCT`, or `03-AGO-` over `26`, where the column of dates is narrow: the lower word goes up to the other.
void join_broken_dates(std::vector<document_text::Row>& rows) {
  constexpr double kSameEdge = 0.6, kNextLine = 0.9, kOverlap = -0.5;  // letter heights
  for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
    const auto& first = rows[i].words.front();
    const auto& second = rows[i + 1].words.front();
    const double height = first.box.height, room = second.box.y - first.box.bottom();
    if (rows[i].page != rows[i + 1].page || std::abs(first.box.x - second.box.x) > kSameEdge * height ||
        room < kOverlap * height || room > kNextLine * height || first.text.empty() || first.text.front() < '0' ||
        first.text.front() > '9')
      continue;
    document_text::Row joined = rows[i];
    const bool hyphen = first.text.ends_with('-') || first.text.ends_with('/');
    if (hyphen) {
      joined.words.front().text += second.text;
    } else {
      auto lower = second;
      lower.box = first.box;
      lower.box.x = first.box.right();
      lower.box.width = 0;
      joined.words.insert(joined.words.begin() + 1, std::move(lower));
    }
    const auto date = document_text::date_at(joined, 0, false, true);
    const bool whole = date && date->day != 0 && date->month != 0 && date->words == (hyphen ? 1U : 2U);
    if (!whole || document_text::date_at(rows[i], 0)) continue;
    joined.words.front().probability = std::min(first.probability, second.probability);
    rows[i] = std::move(joined);
    rows[i + 1].words.erase(rows[i + 1].words.begin());
    if (rows[i + 1].words.empty()) rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(i) + 1);
  }
}

// `Saldo al 31 de octubre de 2026   $5,917.89`: which balance it is, its day says.
std::optional<Read<std::int64_t>> balance_of(const Surroundings& around, const Day& day) {
  std::optional<Read<std::int64_t>> out;
  document_text::each_place(around, "SALDO AL", [&](std::size_t at, const document_text::Found& found) {
    const auto& row = around.rows[at];
    const auto date = document_text::date_at(row, found.last, false, true);
    if (!date || complete(*date) != day) return false;
    for (const auto& money : document_text::money_in(row))
      if (money.first >= found.last + date->words &&
          std::all_of(row.words.begin() + static_cast<std::ptrdiff_t>(found.last + date->words),
                      row.words.begin() + static_cast<std::ptrdiff_t>(money.first), document_text::bridges)) {
        out = Read<std::int64_t>{money.value(), row.page, money.box, money.probability};
        return true;
      }
    return false;
  });
  return out;
}

void read_account(Statement& statement, const std::vector<document_text::Row>& rows, const Table& table,
                  const Part& part, const Layout& layout) {
  const auto outside = outside_of(part, table);
  const Surroundings around{rows, outside};
  if (auto own = document_text::labelled_period(around, layout.label(label::kPeriod))) statement.period = own;
  statement.currency = find_currency(around);
  statement.clabe = part.clabe ? part.clabe : find_clabe(around, layout);
  statement.account = find_account(around, layout);
  statement.opening = document_text::labelled_amount(around, layout.label(label::kOpening));
  statement.credits = total_of(around, layout.label(label::kCredits));
  statement.debits = total_of(around, layout.label(label::kDebits));
  statement.closing = document_text::labelled_amount(around, layout.label(label::kClosing));
  if (!statement.closing && statement.period) statement.closing = balance_of(around, statement.period->value.to);
  statement.credit_count = document_text::labelled_count(around, layout.label(label::kCreditCount));
  statement.debit_count = document_text::labelled_count(around, layout.label(label::kDebitCount));
  std::span<const Movement> movements = table.movements;
  if (table.found) {
    const auto& first = table.sections[part.first_section];
    const std::size_t last = table.sections[part.last_section - 1].last_movement;
    movements = movements.subspan(first.first_movement, last - first.first_movement);
    if (const auto& row = first.opening; !statement.opening && row)
      statement.opening = Read<std::int64_t>{row->value(), rows[first.first_row].page, row->box, row->probability};
  }
  statement.movements = dated(movements, days_of(statement.period, around, layout), statement.kind);
}

// The page that the account is told on: whose CLABE it is stands beside it.
std::size_t own_page(const Statement& statement) {
  if (statement.clabe) return statement.clabe->page;
  for (const auto* value : {&statement.opening, &statement.closing, &statement.credits, &statement.debits})
    if (*value) return (*value)->page;
  return statement.period ? statement.period->page : 0;
}

// Whether a page has something of this statement, or of its bank.
bool belongs(std::size_t page, const Statement& statement, const Surroundings& around, const Layout& layout) {
  const auto on_it = [&](const auto& value) { return value && value->page == page; };
  if (on_it(statement.period) || on_it(statement.account) || on_it(statement.opening) || on_it(statement.closing) ||
      on_it(statement.credits) || on_it(statement.debits))
    return true;
  return std::any_of(around.rows.begin(), around.rows.end(), [&](const document_text::Row& row) {
    const auto stands = [&](const std::string& phrase) { return static_cast<bool>(find_phrase(row, phrase)); };
    return row.page == page && (std::any_of(layout.identity.begin(), layout.identity.end(), stands) ||
                                std::any_of(layout.brands.begin(), layout.brands.end(), stands));
  });
}

// The name on the page of the account, or before it on a page of the same statement: whatever else was put into the
// file has other names.
void find_holder(Statement& statement, const std::vector<document_text::Page>& pages, const Surroundings& around,
                 const Layout& layout) {
  const std::size_t own = own_page(statement);
  for (std::size_t back = 0; back <= own && back < pages.size(); ++back) {
    const std::size_t page = own - back;
    if (back > 0 && !belongs(page, statement, around, layout)) continue;
    auto named =
        document_text::find_addressee(around, layout.label(label::kHolder), layout.brands, pages[page].height, page);
    if (!named) continue;
    if (!statement.holder)
      statement.holder = std::move(named);
    else if (text_reading::bare(named->value) != text_reading::bare(statement.holder->value))
      statement.several_holders = true;
  }
}

}  // namespace

Statement StatementReader::read(const std::vector<document_text::Page>& pages, const std::string& declared) const {
  Statement statement;
  auto rows = document_text::rows_of(pages);
  join_broken_dates(rows);
  Table table = read_table(rows, layouts_.generic());
  statement.bank = identify({rows, table.rows_of_table}, layouts_.banks(), Kind::deposit);
  const Layout* card = card_of({rows, table.rows_of_table}, layouts_.banks());
  statement.kind = card ? Kind::card : Kind::deposit;
  const Layout& layout = card ? *card : statement.bank ? *statement.bank : layouts_.generic();
  if (Table own = read_table(rows, layout); own.movements.size() >= table.movements.size()) table = std::move(own);
  const Surroundings around{rows, table.rows_of_table};

  statement.period = find_period(around, layout);
  statement.pages = find_page_numbers(around, layout, pages.size());
  statement.has_table = table.found;
  const auto parts = parts_of(rows, table, layout, statement.pages);
  const auto chosen = part_of_account(parts, declared);
  statement.several_accounts = !chosen;
  if (chosen) {
    read_account(statement, rows, table, parts[*chosen], layout);
    correct(statement, rows);
    if (parts.size() > 1) statement.pages = of_part(std::move(statement.pages), parts[*chosen]);
  }
  find_holder(statement, pages, around, layout);
  statement.rfc = find_rfc(around, statement.holder ? statement.holder->page : own_page(statement));
  statement.recognised = table.found || (statement.opening && statement.closing);
  return statement;
}

}  // namespace cotejo::bank_statement
