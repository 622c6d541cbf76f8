#include "confirmation.hpp"

#include <mx/clabe.hpp>

namespace cotejo::bank_statement {
namespace {

// A deposit makes a debt smaller.
std::int64_t effect(const Statement& statement, std::int64_t cents) {
  return statement.kind == Kind::card ? -cents : cents;
}

bool rows_lead_to_the_closing(const Statement& statement) {
  if (!statement.opening || !statement.closing || statement.movements.empty()) return false;
  std::int64_t balance = statement.opening->value;
  for (const auto& [day, movement] : statement.movements) {
    if (!day || !movement.cents) return false;
    balance += effect(statement, *movement.cents);
    if (movement.balance && *movement.balance != balance) return false;
  }
  return balance == statement.closing->value;
}

bool totals_lead_to_the_closing(const Statement& statement) {
  if (!statement.opening || !statement.credits || !statement.debits || !statement.closing) return false;
  return statement.opening->value + effect(statement, statement.credits->value - statement.debits->value) ==
         statement.closing->value;
}

}  // namespace

Confirmation confirmation_of(const Statement& statement) {
  Confirmation out;
  out.totals = totals_lead_to_the_closing(statement);
  out.movements = rows_lead_to_the_closing(statement);
  out.clabe = statement.clabe && mx::parse_clabe(statement.clabe->value).valid();
  return out;
}

}  // namespace cotejo::bank_statement
