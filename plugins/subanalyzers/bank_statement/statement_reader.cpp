#include "statement_reader.hpp"

#include <algorithm>

namespace cotejo::bank_statement {
namespace {

constexpr int kSlackDays = 3;               // a movement may be of a day just outside of the printed period
constexpr int kCardSlackDays = 31;          // a charge may be of the month before it reaches the card
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

std::vector<DatedMovement> dated(const Table& table, const std::optional<Read<Period>>& period, Kind kind) {
  std::vector<DatedMovement> out;
  const int slack = kind == Kind::card ? kCardSlackDays : kSlackDays;
  for (const Movement& movement : table.movements) {
    std::optional<Day> day = complete(movement.date);
    if (!day && period) {
      day = resolve(movement.date, period->value.from, period->value.to, 0);  // first without doubt
      if (!day) day = resolve(movement.date, period->value.from, period->value.to, slack);
    }
    out.push_back({day, movement});
  }
  return out;
}

}  // namespace

Statement StatementReader::read(const std::vector<document_text::Page>& pages) const {
  Statement statement;
  const auto rows = document_text::rows_of(pages);
  Table table = read_table(rows, layouts_.generic());
  statement.bank = identify({rows, table.rows_of_table}, layouts_.banks(), Kind::deposit);
  const Layout* card = card_of({rows, table.rows_of_table}, layouts_.banks());
  statement.kind = card ? Kind::card : Kind::deposit;
  const Layout& layout = card ? *card : statement.bank ? *statement.bank : layouts_.generic();
  if (Table own = read_table(rows, layout); own.movements.size() >= table.movements.size()) table = std::move(own);
  const Surroundings around{rows, table.rows_of_table};

  statement.period = find_period(around, layout);
  statement.clabe = find_clabe(around, layout);
  statement.account = find_account(around, layout);
  statement.holder = document_text::find_addressee(around, layout.label(label::kHolder), layout.brands,
                                                   pages.empty() ? 0 : pages.front().height);
  statement.opening = document_text::labelled_amount(around, layout.label(label::kOpening));
  statement.credits = document_text::labelled_amount(around, layout.label(label::kCredits));
  statement.debits = document_text::labelled_amount(around, layout.label(label::kDebits));
  statement.closing = document_text::labelled_amount(around, layout.label(label::kClosing));
  statement.credit_count = document_text::labelled_count(around, layout.label(label::kCreditCount));
  statement.debit_count = document_text::labelled_count(around, layout.label(label::kDebitCount));
  statement.pages = find_page_numbers(around, layout, pages.size());
  if (!statement.opening && table.opening)
    statement.opening = Read<std::int64_t>{table.opening->value(), 0, table.opening->box, table.opening->probability};
  statement.has_table = table.found;
  statement.movements = dated(table, statement.period, statement.kind);
  statement.recognised = table.found || (statement.opening && statement.closing);
  return statement;
}

}  // namespace cotejo::bank_statement
