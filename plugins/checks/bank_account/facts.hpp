// What is known of the statement and of the account that was declared, as the rules see it.
#pragma once
#include <judgement/gathering.hpp>
#include <optional>
#include <string>
#include <vector>

#include "params.hpp"

namespace bank_account {

using cotejo::judgement::Fact;

struct Movement {
  std::optional<cotejo::mx::Date> day;
  std::optional<std::int64_t> cents, balance;
  std::optional<cotejo::Region> region;
};

struct PageNumbers {
  std::vector<int> numbers;  // 0: none printed
  int total = 0;             // 0: not printed
};

// Amounts in cents.
struct Facts {
  bool is_statement = true;       // false: it was looked at, and is something else
  bool several_accounts = false;  // and nothing says which is meant
  Fact<std::string> bank, kind, holder, clabe;
  Fact<std::vector<std::string>> bank_codes;
  Fact<cotejo::mx::Date> from, to;
  Fact<std::int64_t> opening, credits, debits, closing, credit_count, debit_count, payroll_deposits, payroll_per_month;
  Fact<std::vector<Movement>> movements;
  Fact<PageNumbers> pages;
  Fact<std::int64_t> unread_pages;
  Fact<std::string> given_names, surname, second_surname, declared_clabe, rfc, curp, currency;

  bool is_card() const { return kind && *kind == "card"; }
};

struct Ports {
  template <class T>
  using In = cotejo::judgement::Input<T>;
  cotejo::Component* owner;
  In<std::string> bank{owner, "bank", "bank.statement.bank"};
  In<cotejo::Json> bank_codes{owner, "bank_codes", "bank.statement.bank_codes", "Institution codes of that bank"};
  In<std::string> kind{owner, "kind", "bank.statement.kind", "deposit or card"};
  In<std::string> holder{owner, "holder", "bank.statement.holder"};
  In<std::string> clabe{owner, "clabe", "bank.statement.clabe"};
  In<std::string> currency{owner, "currency", "bank.statement.currency", "Of the account; none: pesos"};
  In<std::string> rfc{owner, "rfc", "bank.statement.rfc", "Printed on the holder's page"};
  In<cotejo::Date> from{owner, "period_from", "bank.statement.period_from"};
  In<cotejo::Date> to{owner, "period_to", "bank.statement.period_to"};
  In<double> opening{owner, "opening_balance", "bank.statement.opening_balance", "Pesos"};
  In<double> credits{owner, "credits", "bank.statement.credits", "Pesos, total as printed"};
  In<double> debits{owner, "debits", "bank.statement.debits", "Pesos, total as printed"};
  In<double> closing{owner, "closing_balance", "bank.statement.closing_balance", "Pesos"};
  In<std::int64_t> credit_count{owner, "credit_count", "bank.statement.credit_count", "As printed"};
  In<std::int64_t> debit_count{owner, "debit_count", "bank.statement.debit_count", "As printed"};
  In<std::int64_t> payroll_deposits{owner, "payroll_deposits", "bank.statement.payroll_deposits"};
  In<double> payroll_per_month{owner, "payroll_per_month", "bank.statement.payroll_per_month", "Pesos"};
  In<cotejo::Json> movements{owner, "movements", "bank.statement.movements"};
  In<cotejo::Json> pages{owner, "page_numbers", "bank.statement.page_numbers"};
  In<std::int64_t> unread_pages{owner, "unread_pages", "bank.statement.unread_pages", "Pages that are pictures"};
  In<std::string> given_names{owner, "applicant_given_names", "application.given_names"};
  In<std::string> surname{owner, "applicant_surname", "application.surname"};
  In<std::string> second_surname{owner, "applicant_second_surname", "application.second_surname"};
  In<std::string> curp{owner, "applicant_curp", "application.curp"};
  In<std::string> declared_clabe{owner, "applicant_clabe", "application.clabe", "The account that the applicant named"};
};

// Everything that was read with at least this probability.
Facts gather(const cotejo::Call& call, const Ports& ports, double min_probability);

}  // namespace bank_account
