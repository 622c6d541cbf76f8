// Reads a bank statement from the words of its pages. const after construction; safe from any thread.
#pragma once
#include <document_text/addressee.hpp>

#include "income.hpp"
#include "layout.hpp"
#include "summary.hpp"
#include "table.hpp"

namespace cotejo::bank_statement {

struct DatedMovement {
  std::optional<Day> day;  // nothing when the printed parts leave it open
  Movement movement;
};

// Which values were corrected by sums; see correction.hpp.
struct Corrected {
  bool opening = false, credits = false, debits = false, closing = false;
  bool movements = false;  // an amount or a balance of one of the rows
};

struct Statement {
  bool recognised = false;        // a table of movements, or labels of a summary, are there
  bool several_accounts = false;  // and it is unknown which is meant, so that no account's values are reported
  const Layout* bank = nullptr;   // of the issuer; null when it does not say, or of no known bank
  Kind kind = Kind::deposit;
  std::optional<Read<std::string>> holder, clabe, account;
  std::optional<Read<std::string>> currency;
  std::optional<Read<std::string>> rfc;  // on the holder's page
  bool several_holders = false;          // two pages of it are addressed to two people: none is told
  std::optional<Read<Period>> period;
  std::optional<Read<std::int64_t>> opening, credits, debits, closing;  // cents
  std::optional<Read<std::int64_t>> credit_count, debit_count;
  bool has_table = false;
  std::vector<DatedMovement> movements;
  PageNumbers pages;
  Corrected corrected;
};

class StatementReader {
 public:
  explicit StatementReader(Layouts layouts) : layouts_(std::move(layouts)) {}
  // `declared`: the CLABE that the applicant named, only digits; of several accounts in the file that one is read.
  Statement read(const std::vector<document_text::Page>& pages, const std::string& declared = {}) const;

 private:
  Layouts layouts_;
};

}  // namespace cotejo::bank_statement
