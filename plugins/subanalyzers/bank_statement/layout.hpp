// What is known of each bank's statements, as data: a file in layouts/ for each bank, and `generic.json` for what all
// have in common. A new bank is a new file, or an entry of the component's `layouts` param; it needs no code.
#pragma once
#include <document_text/label_file.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cotejo::bank_statement {

enum class Kind { deposit, card };

struct Layout {
  std::string id, name;            // `bbva`, `BBVA`
  std::vector<std::string> codes;  // of the institution in a CLABE; none for cards
  Kind kind = Kind::deposit;
  bool day_only = false;                // rows may say the day alone
  std::vector<std::string> identity;    // folded; legal name, tax id: what only this bank prints about itself
  std::vector<std::string> brands;      // folded; weaker: other banks' statements may name it
  document_text::Phrases labels;        // folded phrases, the best first
  document_text::Phrases columns;       // of the table of movements, by role
  std::vector<std::string> table_ends;  // folded: rows that begin so end the table

  std::span<const std::string> label(std::string_view what) const;
};

class Layouts {
 public:
  // The shipped ones, and `more` in the form of the files. Throws std::invalid_argument with a sentence.
  explicit Layouts(std::span<const boost::json::object> more = {});
  std::span<const Layout> banks() const { return banks_; }
  const Layout& generic() const { return generic_; }  // every bank's words together

 private:
  void add(const boost::json::object& file);
  std::vector<Layout> banks_;
  Layout generic_;
};

// A label of the statement's summary.
namespace label {
inline constexpr std::string_view kOpening = "opening", kCredits = "credits", kDebits = "debits", kClosing = "closing",
                                  kPeriod = "period", kClabe = "clabe", kAccount = "account", kHolder = "holder",
                                  kCreditCount = "credit_count", kDebitCount = "debit_count", kPage = "page",
                                  kCut = "cut";
}  // namespace label

// A column of the table of movements.
namespace column {
inline constexpr std::string_view kDate = "date", kText = "text", kDebit = "debit", kCredit = "credit",
                                  kAmount = "amount", kBalance = "balance";
}  // namespace column

}  // namespace cotejo::bank_statement
