#include "confirmation.hpp"

#include <algorithm>
#include <mx/clabe.hpp>

namespace cotejo::bank_statement {
namespace {

// A deposit makes a debt smaller.
std::int64_t effect(const Statement& statement, std::int64_t cents) {
  return statement.kind == Kind::card ? -cents : cents;
}

// Sums say nothing of days: their order does, and a day that was misread is mostly out of it.
bool days_in_order(const Statement& statement) {
  const auto& rows = statement.movements;
  const auto later = [](const DatedMovement& a, const DatedMovement& b) { return *a.day < *b.day; };
  return std::is_sorted(rows.begin(), rows.end(), later) || std::is_sorted(rows.rbegin(), rows.rend(), later);
}

bool rows_lead_to_the_closing(const Statement& statement) {
  if (!statement.opening || !statement.closing || statement.movements.empty()) return false;
  std::int64_t balance = statement.opening->value;
  for (const auto& [day, movement] : statement.movements) {
    if (!day || !movement.cents) return false;
    balance += effect(statement, *movement.cents);
    if (movement.balance && *movement.balance != balance) return false;
  }
  return balance == statement.closing->value && days_in_order(statement);
}

bool totals_lead_to_the_closing(const Statement& statement) {
  if (!statement.opening || !statement.credits || !statement.debits || !statement.closing) return false;
  return statement.opening->value + effect(statement, statement.credits->value - statement.debits->value) ==
         statement.closing->value;
}

bool is_a_month(const Period& period) {
  const std::chrono::sys_days after = std::chrono::sys_days(period.to) + std::chrono::days{1};
  const Day same_day = period.from + std::chrono::months{1};
  return same_day.ok() && std::chrono::sys_days(same_day) == after;
}

}  // namespace

Confirmation confirmation_of(const Statement& statement) {
  Confirmation out;
  out.totals = totals_lead_to_the_closing(statement);
  out.movements = rows_lead_to_the_closing(statement);
  out.clabe = statement.clabe && mx::parse_clabe(statement.clabe->value).valid();
  out.period = statement.period && is_a_month(statement.period->value);
  return out;
}

}  // namespace cotejo::bank_statement
