// Checks which numbers of a statement are confirmed by each other: letters of a picture are never certain, but a
// misread digit breaks a sum. Pure.
#pragma once
#include "statement_reader.hpp"

namespace cotejo::bank_statement {

struct Confirmation {
  bool totals = false;  // opening, credits and debits lead to the closing balance, to the cent
  bool movements =
      false;  // all rows were read whole, lead from opening to closing, agree with each balance, their days in order
  bool clabe = false;   // its check digit fits, and its bank exists
  bool period = false;  // it is as long as a month, from any day on; a misread day would change its length
};

Confirmation confirmation_of(const Statement& statement);

}  // namespace cotejo::bank_statement
