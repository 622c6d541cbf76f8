// bank.statement as a component: ports and traits around statement_reader.hpp.
#pragma once
#include <cmath>
#include <cotejo/opencv.hpp>
#include <cotejo/plugin.hpp>
#include <document_text/evidence_pages.hpp>
#include <document_text/pdf_text.hpp>

#include "confirmation.hpp"

namespace cotejo::bank_statement {

// Evidence for a figure other than how well its letters were read.
struct Signs {
  bool confirmed = true;
  bool corrected = false;
};

class BankStatement final : public SubAnalyzer {
 public:
  static constexpr About about{"bank.statement", "1.0.0",
                               "Holder, CLABE, period, totals and movements of a Mexican bank statement"};

  struct Params {
    std::vector<boost::json::object> layouts;
    static void describe(ParamSet<Params>& set) {
      set.add("layouts", &Params::layouts,
              "Banks beside the shipped ones, or instead of one of the same id: the content of a layout file each");
    }
  };

  explicit BankStatement(const Params& params) : reader_(Layouts(params.layouts)) {}

  OptionalPort<Json> text{this, "text", "pdf.text", "Words of the pages with their places"};
  OptionalPort<Frames> pictures{this, "pictures", "pdf.page_images", "All pages, for those that are scanned"};
  OptionalPort<Image> photo{this, "photo", "document.page.page", "The page alone, when it was photographed"};
  OptionalPort<std::string> applicants_clabe{this, "declared_clabe", "application.clabe",
                                             "Which account is meant, where the file has several"};
  Model spanish{this, "tesseract-spa"};

  Trait<std::string> bank{this, "bank", "The bank that the statement is of"};
  Trait<Json> bank_codes{this, "bank_codes", "Institution codes of that bank, as in a CLABE"};
  Trait<std::string> product{this, "kind", "deposit, or card"};
  Trait<std::string> holder{this, "holder", "Name of the holder as printed"};
  Trait<std::string> currency{this, "currency", "MXN, USD, EUR or UDI, where the statement says it"};
  Trait<std::string> rfc{this, "rfc", "The natural person's RFC on the holder's page"};
  Trait<std::string> clabe{this, "clabe", "18 digits as printed, right or wrong"};
  Trait<std::string> account{this, "account", "Account or card number as printed"};
  Trait<Date> period_from{this, "period_from", "First day"};
  Trait<Date> period_to{this, "period_to", "Last day"};
  Trait<double> opening_balance{this, "opening_balance", "Pesos; of a card what was owed"};
  Trait<double> credits{this, "credits", "Pesos, total of deposits as printed"};
  Trait<double> debits{this, "debits", "Pesos, total of withdrawals as printed"};
  Trait<double> closing_balance{this, "closing_balance", "Pesos; of a card what is owed"};
  Trait<std::int64_t> credit_count{this, "credit_count", "Deposits, as printed"};
  Trait<std::int64_t> debit_count{this, "debit_count", "Withdrawals, as printed"};
  Trait<Json> movements{this, "movements", "date, description, amount, balance, page of each; README.md has the form"};
  Trait<std::int64_t> movement_count{this, "movement_count", "Rows of the table of movements"};
  Trait<Json> page_numbers{this, "page_numbers", "Printed number of each page, 0 without one, and `total`"};
  Trait<std::int64_t> unread_pages{this, "unread_pages",
                                   "Pages whose words could not be read, since they are pictures"};
  Trait<double> deposits_per_month{this, "deposits_per_month", "Pesos, without refunds"};
  Trait<double> payroll_per_month{this, "payroll_per_month", "Pesos that the bank itself calls a payroll"};
  Trait<std::int64_t> payroll_deposits{this, "payroll_deposits", "How many of these"};
  Trait<double> payroll_regularity{this, "payroll_regularity", "Score 0..1: alike in amount and distance"};

  Code not_recognised{this, "bank.statement.not_recognised"};
  Code page_not_read{this, "bank.statement.page_not_read"};
  Code not_found{this, "bank.statement.not_found"};
  Code not_complete{this, "bank.statement.not_complete"};
  Code several_accounts{this, "bank.statement.several_accounts"};
  Code several_holders{this, "bank.statement.several_holders"};

  void prepare(Host& host) override { pictures_.emplace(text_reading::read_model(std::as_bytes(host.model(spanish)))); }

  Status run(Call& call) override {
    document_text::Sheets sheets;
    const Status read = document_text::read_sheets(call, text, pictures, photo, pictures_, sheets);
    if (read != Status::ok) return read;
    const auto named = call.get(applicants_clabe);
    const Statement found = reader_.read(sheets.pages, named ? digits_of(*named) : std::string{});
    if (call.cancelled()) return Status::cancelled;
    report(call, found, sheets);
    return Status::ok;
  }

 private:
  // Scores that a value was found at the right place; README.md has the measurements. The letters of a PDF's text are
  // certain, so that only the place can be wrong.
  static constexpr double kLabelled = 0.99;
  // For values read from pictures, the measured share that is right: the probability of the line network's least
  // certain letter does not predict it. Numbers count only when sums or a check digit confirm them.
  static constexpr double kLeastOfText = 0.94;  // letters of text are surer, those of pictures less sure
  static constexpr double kFromPicture = 0.95;
  static constexpr double kUnconfirmed = 0.7;
  static constexpr double kCorrected = 0.85;  // what sums say and the picture allows; confirmed by nothing else

  static double sure(double letters, Signs signs = {}) {
    if (letters > kLeastOfText) return kLabelled * letters;
    return !signs.confirmed ? kUnconfirmed : signs.corrected ? kCorrected : kFromPicture;
  }

  using Sheets = document_text::Sheets;

  template <class T, class V, class F>
  void emit(Call& call, const Trait<T>& trait, const std::optional<Read<V>>& read, const Sheets& sheets, F&& as,
            Signs signs = {}, double most = 1) {
    if (!read) return call.absent(trait, not_found);
    const auto region = sheets.region(read->box, read->page);
    call.emit(trait, as(read->value), std::min(most, sure(read->probability, signs)), region);
  }

  static std::string digits_of(std::string_view text) {
    std::string digits;
    std::copy_if(text.begin(), text.end(), std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
    return digits;
  }

  static double pesos(std::int64_t cents) { return static_cast<double>(cents) / 100; }
  static std::string iso(const Day& day) {
    char text[16];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                  static_cast<unsigned>(day.day()));
    return text;
  }

  void report(Call& call, const Statement& found, const Sheets& sheets) {
    const auto unread = std::ranges::count_if(sheets.pages, &document_text::Page::scanned);
    if (!found.recognised) return report_nothing(call, sheets.unread() ? page_not_read : not_recognised);
    call.emit(unread_pages, static_cast<std::int64_t>(unread), 1);
    const auto same = [](const auto& value) { return std::string_view(value); };
    if (found.bank) {
      call.emit(bank, std::string_view(found.bank->name), kLabelled);
      boost::json::array codes;
      for (const auto& code : found.bank->codes) codes.emplace_back(boost::json::string(code));
      call.emit(bank_codes, codes, kLabelled);
    } else {
      call.absent(bank, not_found);
      call.absent(bank_codes, not_found);
    }
    call.emit(product, found.kind == Kind::card ? "card" : "deposit", kLabelled);
    const double blanks = found.holder ? sheets.blanks(found.holder->box, found.holder->page) : 1;
    if (found.several_holders)
      call.absent(holder, several_holders);
    else
      emit(call, holder, found.holder, sheets, same, {}, blanks);
    emit(call, rfc, found.rfc, sheets, same);
    const Confirmation confirmed = confirmation_of(found);
    emit(call, period_from, found.period, sheets, [](const Period& p) { return iso(p.from); }, {confirmed.period});
    emit(call, period_to, found.period, sheets, [](const Period& p) { return iso(p.to); }, {confirmed.period});
    report_pages(call, found);
    if (found.several_accounts)
      report_no_account(call, several_accounts);
    else
      report_account(call, found, confirmed, sheets);
  }

  void report_account(Call& call, const Statement& found, const Confirmation& confirmed, const Sheets& sheets) {
    const auto same = [](const auto& value) { return std::string_view(value); };
    const bool sums = confirmed.totals || confirmed.movements;
    // A total that was put right by the others confirms none of them: the wrong one may be another.
    const Corrected& c = found.corrected;
    const bool corrected = c.opening || c.credits || c.debits || c.closing;
    emit(call, clabe, found.clabe, sheets, same, {confirmed.clabe});
    emit(call, account, found.account, sheets, same);
    emit(call, currency, found.currency, sheets, same);
    emit(call, opening_balance, found.opening, sheets, pesos, {sums, corrected});
    emit(call, credits, found.credits, sheets, pesos, {confirmed.totals, corrected});
    emit(call, debits, found.debits, sheets, pesos, {confirmed.totals, corrected});
    emit(call, closing_balance, found.closing, sheets, pesos, {sums, corrected});
    const auto count = [](std::int64_t value) { return value; };
    emit(call, credit_count, found.credit_count, sheets, count);
    emit(call, debit_count, found.debit_count, sheets, count);
    report_movements(call, found, sheets, {confirmed.movements, corrected || c.movements});
  }

  void report_nothing(Call& call, const Code& reason) {
    call.absent_all(reason, bank, product, holder, rfc, period_from, period_to, bank_codes, page_numbers, unread_pages);
    report_no_account(call, reason);
  }

  void report_no_account(Call& call, const Code& reason) {
    call.absent_all(reason, clabe, account, currency, opening_balance, credits, debits, closing_balance, credit_count,
                    debit_count);
    report_no_movements(call, reason);
  }

  void report_no_movements(Call& call, const Code& reason) {
    call.absent_all(reason, movements, movement_count);
    report_no_income(call, reason);
  }

  void report_pages(Call& call, const Statement& found) {
    boost::json::array numbers;
    for (int number : found.pages.numbers) numbers.emplace_back(number);
    call.emit(page_numbers, boost::json::object{{"numbers", std::move(numbers)}, {"total", found.pages.total}},
              kLabelled);
  }

  void report_movements(Call& call, const Statement& found, const Sheets& sheets, Signs signs) {
    if (!found.has_table) return report_no_movements(call, not_found);
    boost::json::array all;
    double letters = 1;
    bool whole = found.period.has_value();
    std::vector<Deposit> deposits;
    for (const auto& [day, movement] : found.movements) {
      const auto region = sheets.region(movement.box, movement.page);
      all.push_back(boost::json::object{
          {"date", day ? boost::json::value(iso(*day)) : boost::json::value(nullptr)},
          {"description", movement.description},
          {"amount", movement.cents ? boost::json::value(pesos(*movement.cents)) : boost::json::value(nullptr)},
          {"balance", movement.balance ? boost::json::value(pesos(*movement.balance)) : boost::json::value(nullptr)},
          {"page", movement.page},
          {"box",
           boost::json::array{rounded(region.x), rounded(region.y), rounded(region.width), rounded(region.height)}}});
      letters = std::min(letters, movement.probability);
      if (!day || !movement.cents)
        whole = false;
      else if (*movement.cents > 0)
        deposits.push_back({*day, *movement.cents, movement.description, movement.first_line});
    }
    const double probability = sure(letters, signs);
    call.emit(movements, all, probability);
    call.emit(movement_count, static_cast<std::int64_t>(found.movements.size()), probability);
    if (!whole || found.kind == Kind::card) return report_no_income(call, not_complete);
    const Income income = income_of(deposits, found.period->value.from, found.period->value.to);
    const auto cents = [](double value) { return std::round(value * 100) / 100; };
    call.emit(deposits_per_month, cents(income.deposits_per_month), probability);
    call.emit(payroll_per_month, cents(income.payroll_per_month), probability);
    call.emit(payroll_deposits, income.payroll_deposits, probability);
    call.emit(payroll_regularity, std::round(income.regularity * 1e4) / 1e4, probability);
  }

  void report_no_income(Call& call, const Code& reason) {
    call.absent_all(reason, deposits_per_month, payroll_per_month, payroll_regularity, payroll_deposits);
  }

  static double rounded(double share) { return std::round(share * 1e4) / 1e4; }

  const StatementReader reader_;
  std::optional<document_text::PictureReader> pictures_;
};

}  // namespace cotejo::bank_statement
