// Bank statements of fictional people: what they say, and how each bank prints it.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <filesystem>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "handwriting.hpp"
#include "people.hpp"
#include "random.hpp"

namespace cotejo::specimens {

// As numbers of records are: cents are whole, and these are not.
[[nodiscard]] inline double in_pesos(std::int64_t cents) {
  return static_cast<double>(cents) / 100;
}

struct StatementMovement {
  mx::Date date;
  std::string description;        // first line
  std::vector<std::string> more;  // wrapped lines
  std::int64_t cents = 0;         // positive: a deposit, or a payment to a card
  std::int64_t balance = 0;       // after it
  bool balance_printed = true;
};

struct BankStatement {
  std::string bank;    // as `statement_banks()` names it
  std::string name;    // as the bank calls itself
  std::string holder;  // as printed
  std::vector<std::string> address;
  std::string clabe, account, client, rfc;
  mx::Date from, to;
  std::int64_t opening = 0, credits = 0, debits = 0, closing = 0;
  int credit_count = 0, debit_count = 0;
  bool card = false;
  std::vector<StatementMovement> movements;
  int missing_page = 0;  // from 1; left out of the file although the numbers count it
};

const std::vector<std::string>& statement_banks();  // bbva, santander, banorte, citibanamex, hsbc, nu, card, bajio
const std::string& invented_bank();                 // sur: beside these, of no table and in words of its own
// genuine, changed_amount, changed_closing, other_holder, wrong_clabe, other_bank_clabe, missing_page, old
const std::vector<std::string>& statement_variants();

// Judged in `year`. Throws std::invalid_argument for an unknown bank or variant.
BankStatement make_statement(const std::string& bank, const std::string& variant, const Person& person, int year,
                             Random random);

// One word or line on a page; x and y in points, y of the base line.
struct Mark {
  enum class Align { left, right, centre } align = Align::left;
  double x = 0, y = 0, size = 8;
  bool bold = false;
  std::string text;
  std::string font{};  // in place of the print's
};
struct Rule {
  double x1, y1, x2, y2;
};
struct StatementPage {
  std::vector<Mark> marks;
  std::vector<Rule> rules;
  std::vector<Writing> pen;  // over it all; in points
};
struct StatementPrint {
  double width = 612, height = 792;  // points
  std::string font;
  std::vector<StatementPage> pages;
};

// Composes the pages; the arrangement varies with `random`.
StatementPrint print(const BankStatement& statement, Random random);

// Files as an online bank gives them, and as a scanner or a phone does: one picture a page.
void write_text_pdf(const StatementPrint& print, const std::filesystem::path& file);
void write_scanned_pdf(const StatementPrint& print, Random random, const std::filesystem::path& file);
void write_photographed_pdf(const StatementPrint& print, Random random, const std::filesystem::path& file);

// One page as it is drawn, in colour, without what a camera or a scanner does to it.
cv::Mat picture_of(const StatementPrint& print, std::size_t page, double dots_per_inch);

// `bank.statement.*` traits.
boost::json::object statement_truth(const BankStatement& statement);

}  // namespace cotejo::specimens
