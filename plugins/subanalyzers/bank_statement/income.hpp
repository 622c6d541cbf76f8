// Estimates an income from the deposits of a statement: scores and sums. The product judges them.
#pragma once
#include <cstdint>
#include <document_text/spanish_date.hpp>
#include <span>
#include <string>
#include <vector>

namespace cotejo::bank_statement {

using document_text::Day;

struct Deposit {
  Day day;
  std::int64_t cents = 0;
  std::string description;
  std::size_t first_line = std::string::npos;  // bytes of the description that its first line has
};

struct Income {
  double deposits_per_month = 0;      // pesos
  double payroll_per_month = 0;       // pesos, of what the bank itself calls a payroll
  std::int64_t payroll_deposits = 0;  // how many of these
  double regularity = 0;  // score 0..1: how alike the payroll deposits are, in amount and distance; 0 below three
};

// A deposit is a payroll when the bank's own words at the beginning of its first line say so; neither the sender's
// words
// (`SPEI RECIBIDO ... NOMINA`) nor a loan named after the salary (`PRESTAMO DE NOMINA`) count. `to` is inclusive: a
// statement from the 1st to the 30th has 30 days. Money that only comes back (refunds, reversals) is not a deposit
// here.
Income income_of(std::span<const Deposit> deposits, Day from, Day to);

}  // namespace cotejo::bank_statement
