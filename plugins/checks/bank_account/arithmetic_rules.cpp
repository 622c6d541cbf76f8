#include <cstdlib>
#include <judgement/amounts.hpp>

#include "rules.hpp"

namespace bank_account {
namespace {

namespace mx = cotejo::mx;
using cotejo::Severity;
using cotejo::judgement::pesos;

// What a movement does to the balance: a card's balance is a debt.
std::int64_t effect(std::int64_t cents, const Facts& facts) {
  return facts.is_card() ? -cents : cents;
}

struct PageGap {
  bool exists = false;
  int expected = 0, found = 0;
};

PageGap gap_in(const PageNumbers& pages) {
  int expected = 1;
  for (int number : pages.numbers) {
    if (number == 0) {
      ++expected;
      continue;
    }
    if (number != expected) return {true, expected, number};
    expected = number + 1;
  }
  const bool numbered = std::any_of(pages.numbers.begin(), pages.numbers.end(), [](int n) { return n != 0; });
  if (numbered && pages.total >= expected) return {true, expected, 0};
  return {};
}

bool every_row_was_read(const Facts& facts) {
  return facts.movements && std::all_of(facts.movements.value->begin(), facts.movements.value->end(),
                                        [](const Movement& m) { return m.cents.has_value() && m.day.has_value(); });
}

void every_row_is_legible(const Context& c, Judgement& j) {
  if (!c.facts.movements) return j.miss(c.facts.movements, kUnreadable);
  std::size_t row = 0;
  for (const Movement& movement : *c.facts.movements) {
    ++row;
    if (movement.cents && movement.day) continue;
    return j.doubt("bank_account.movement_unreadable", {c.facts.movements}, {{"row", row}}, movement.region);
  }
}

struct Sums {
  std::int64_t credits = 0, debits = 0;
  std::int64_t credit_count = 0, debit_count = 0;
};

Sums sums_of(const std::vector<Movement>& movements) {
  Sums sums;
  for (const Movement& m : movements) {
    (*m.cents > 0 ? sums.credits : sums.debits) += std::abs(*m.cents);
    ++(*m.cents > 0 ? sums.credit_count : sums.debit_count);
  }
  return sums;
}

// How the running balances agree with the amounts.
struct Chain {
  std::size_t printed = 0;            // balances that were compared
  std::optional<std::size_t> broken;  // first row that does not follow
  std::int64_t expected = 0;
};

// After a row that does not follow, the next ones are judged from its own printed balance: one change is one break.
Chain chain_of(const Facts& facts) {
  Chain chain;
  std::int64_t balance = *facts.opening;
  const auto& rows = *facts.movements;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    balance += effect(*rows[i].cents, facts);
    if (!rows[i].balance) continue;
    ++chain.printed;
    if (*rows[i].balance == balance || chain.broken) continue;
    chain.broken = i, chain.expected = balance;
  }
  return chain;
}

// The rows lead from the opening to the closing balance, and every balance beside them agrees.
bool rows_close(const Facts& facts) {
  if (!facts.opening || !facts.closing || !every_row_was_read(facts)) return false;
  const Sums sums = sums_of(*facts.movements);
  return !chain_of(facts).broken && *facts.opening + effect(sums.credits - sums.debits, facts) == *facts.closing;
}

bool has_unread_pages(const Facts& facts) {
  return facts.unread_pages && *facts.unread_pages > 0;
}

// Whether rows may be held against anything. A page that is a picture may be an advertisement: when the rows of the
// others account for everything, nothing was on it.
bool rows_are_there(const Facts& facts) {
  if (facts.pages && gap_in(*facts.pages).exists) return false;
  return every_row_was_read(facts) && (!has_unread_pages(facts) || rows_close(facts));
}

void no_page_is_missing(const Context& c, Judgement& j) {
  if (c.facts.pages) {
    const PageGap gap = gap_in(*c.facts.pages);
    if (gap.exists) j.find("bank_account.pages_missing", Severity::major, {c.facts.pages}, {{"page", gap.expected}});
  }
  if (has_unread_pages(c.facts) && !rows_close(c.facts))
    j.doubt("bank_account.page_unreadable", {c.facts.unread_pages}, {{"count", *c.facts.unread_pages}});
}

// Opening + credits - debits = closing, of the printed totals.
void totals_close(const Context& c, Judgement& j) {
  for (const auto* fact : {&c.facts.opening, &c.facts.closing})
    if (!*fact) j.miss(*fact, kUnreadable);
  if (!c.facts.opening || !c.facts.closing || !c.facts.credits || !c.facts.debits) return;
  const std::int64_t closing = *c.facts.opening + effect(*c.facts.credits - *c.facts.debits, c.facts);
  const Grounds grounds{c.facts.opening, c.facts.credits, c.facts.debits, c.facts.closing};
  if (closing == *c.facts.closing)
    return j.agree({c.facts.opening, c.facts.credits, c.facts.debits}, {c.facts.closing});
  const boost::json::object params{{"expected", pesos(closing)}, {"found", pesos(*c.facts.closing)}};
  // Interest may be on a line of its own: when every row leads from opening to closing, the totals alone leave doubt.
  if (rows_are_there(c.facts) && rows_close(c.facts) && chain_of(c.facts).printed > 0)
    return j.doubt("bank_account.totals_mismatch", grounds, params);
  j.find("bank_account.balance_mismatch", Severity::critical, grounds, params);
}

// The rows: by their running balances, or by the totals that are printed of them.
void rows_add_up(const Context& c, Judgement& j) {
  if (!c.facts.opening || !c.facts.closing || !rows_are_there(c.facts)) return;
  const Grounds grounds{c.facts.opening, c.facts.movements};
  const Chain chain = chain_of(c.facts);
  if (chain.broken) {
    const Movement& row = (*c.facts.movements)[*chain.broken];
    return j.find("bank_account.running_balance_broken", Severity::critical, grounds,
                  {{"row", *chain.broken + 1}, {"expected", pesos(chain.expected)}, {"found", pesos(*row.balance)}},
                  row.region);
  }
  const Sums sums = sums_of(*c.facts.movements);
  const std::int64_t closing = *c.facts.opening + effect(sums.credits - sums.debits, c.facts);
  if (closing != *c.facts.closing)
    return j.find("bank_account.movements_mismatch", Severity::critical,
                  {c.facts.opening, c.facts.movements, c.facts.closing},
                  {{"expected", pesos(closing)}, {"found", pesos(*c.facts.closing)}});
  const bool totals = c.facts.credits && c.facts.debits;
  if (totals && (sums.credits != *c.facts.credits || sums.debits != *c.facts.debits))
    return j.doubt(
        "bank_account.totals_mismatch", {c.facts.movements, c.facts.credits, c.facts.debits},
        {{"expected", pesos(sums.credits - sums.debits)}, {"found", pesos(*c.facts.credits - *c.facts.debits)}});
  if (chain.printed == 0 && !totals) return j.doubt("bank_account.not_provable", {c.facts.movements});
  j.agree({c.facts.movements}, {c.facts.opening, c.facts.closing});
}

void counts_agree(const Context& c, Judgement& j) {
  if (!rows_are_there(c.facts)) return;
  const Sums sums = sums_of(*c.facts.movements);
  for (const auto& [fact, rows] :
       {std::pair{&c.facts.credit_count, sums.credit_count}, {&c.facts.debit_count, sums.debit_count}}) {
    if (!*fact || **fact == rows) continue;
    j.find("bank_account.count_mismatch", Severity::major, {*fact, c.facts.movements},
           {{"expected", **fact}, {"found", rows}});
  }
}

}  // namespace

std::span<const Rule> arithmetic_rules() {
  static const std::vector<Rule> rules{
      {"no_page_is_missing", no_page_is_missing, {"bank_account.pages_missing", "bank_account.page_unreadable"}},
      {"every_row_is_legible", every_row_is_legible, {"bank_account.movement_unreadable"}},
      {"totals_close", totals_close, {"bank_account.balance_mismatch", "bank_account.totals_mismatch"}},
      {"rows_add_up",
       rows_add_up,
       {"bank_account.running_balance_broken", "bank_account.movements_mismatch", "bank_account.not_provable"}},
      {"counts_agree", counts_agree, {"bank_account.count_mismatch"}}};
  return rules;
}

}  // namespace bank_account
