// How each bank arranges a statement: the labels that real ones have, in arrangements of our own.
#pragma once
#include <vector>

namespace cotejo::specimens {

enum class Field {
  period,
  cut,
  account,
  client,
  rfc,
  clabe,
  opening,
  credits,
  debits,
  closing,
  credits_counted,
  debits_counted
};
enum class Role { date, settled, code, text, reference, debit, credit, amount, balance, balance_again };
enum class Dates { slash_month, dash_month_year, dash_month_short, day_month, day, words_year, iso_slash };
enum class Balances { each, last_of_day, none };

struct Labelled {
  const char* label;
  Field field;
};
struct Heading {
  std::vector<const char*> lines;
  Role role;
  double width;  // share of the page
};
struct Style {
  const char* bank;
  std::vector<const char*> title, foot;
  std::vector<Labelled> identity, summary;
  const char* summary_title;
  const char* table_title;
  std::vector<Heading> columns;
  Dates dates;
  Balances balances;
  const char* opening_row;       // null: none
  std::vector<const char*> end;  // rows after the table; {credits}, {debits}
  const char* page;              // {n}, {m}
  const char* period;            // {from}, {to}
  Dates period_dates;
  bool dollar;
};

const std::vector<Style>& styles();  // one or more for each bank

}  // namespace cotejo::specimens
