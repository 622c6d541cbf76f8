#include "income.hpp"

#include <algorithm>
#include <cmath>
#include <text_reading/folding.hpp>

namespace cotejo::bank_statement {
namespace {

constexpr double kDaysPerMonth = 365.25 / 12;
constexpr std::size_t kMinPayrolls = 3;  // two have one distance: nothing to compare it with
constexpr std::string_view kPayroll[] = {"NOMINA",  "NOMINAS",  "SUELDO",   "SUELDOS",
                                         "SALARIO", "SALARIOS", "QUINCENA", "AGUINALDO"};
// What a bank says before it, of paying in: any other word (SPEI, TRANSFERENCIA, PRESTAMO, ADELANTO, a name) says that
// this is something else.
constexpr std::string_view kPaidIn[] = {"PAGO",    "PAG",        "ABONO",          "DEPOSITO",  "DEP",
                                        "INGRESO", "DISPERSION", "ACREDITAMIENTO", "RECEPCION", "PORTABILIDAD"};
constexpr std::string_view kBetween[] = {"DE", "DEL", "POR", "LA", "SU", "TU", "ELECTRONICO"};
constexpr std::string_view kBroken[] = {"DE", "DEL", "POR", "LA"};  // at a line's end: the phrase goes on below
// Of a loan or an advance, where a bank says it behind the word: `NOMINA ADELANTADA`.
constexpr std::string_view kBorrowed[] = {"PRESTAMO", "CREDITO", "ADELANTO", "ADELANTADA", "ANTICIPO", "ANTICIPADA"};
constexpr std::size_t kBehind = 3;  // words
// Of a transfer between banks, whose concept its sender wrote.
constexpr std::string_view kTransfer[] = {"SPEI", "CODI", "RASTREO", "ORDENANTE"};
constexpr std::string_view kComesBack[] = {"DEVOLUCION", "REEMBOLSO", "REVERSO", "CANCELACION", "BONIFICACION"};

template <std::size_t N>
bool is_one_of(const std::string& word, const std::string_view (&words)[N]) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

// Capitals without accents; what is neither letter nor digit parts them.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char c : text_reading::without_accents(text)) {
    const bool inside = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) > 0x7F;
    if (inside)
      words.back() += c;
    else if (!words.back().empty())
      words.emplace_back();
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

bool is_number(const std::string& word) {  // a reference, or a bank's code such as `N06`
  return word.find_first_of("0123456789") != std::string::npos;
}

bool is_payroll(const Deposit& deposit) {
  const auto all = words_of(deposit.description);
  auto line = words_of(std::string_view(deposit.description).substr(0, deposit.first_line));
  if (!line.empty() && is_one_of(line.back(), kBroken)) line = all;
  bool paid_in = false;
  std::size_t at = 0;
  for (; at < line.size() && !is_one_of(line[at], kPayroll); ++at) {
    if (is_one_of(line[at], kPaidIn))
      paid_in = true;
    else if (!is_one_of(line[at], kBetween) && !is_number(line[at]))
      return false;
  }
  if (at == line.size()) return false;
  const auto behind = std::span(line).subspan(at + 1);
  for (const auto& word : behind.first(std::min(kBehind, behind.size())))
    if (is_one_of(word, kBorrowed)) return false;
  const bool transfer =
      std::any_of(all.begin(), all.end(), [](const auto& word) { return is_one_of(word, kTransfer); });
  return paid_in || !transfer;
}

bool comes_back(const Deposit& deposit) {
  const std::string folded = text_reading::bare(deposit.description);
  return std::any_of(std::begin(kComesBack), std::end(kComesBack),
                     [&](std::string_view word) { return folded.find(word) != std::string::npos; });
}

// 1 when all are equal, falling with their relative deviation.
double evenness(const std::vector<double>& values) {
  double mean = 0, square = 0;
  for (double v : values) mean += v / static_cast<double>(values.size());
  if (values.empty() || mean <= 0) return 0;
  for (double v : values) square += (v - mean) * (v - mean) / static_cast<double>(values.size());
  return std::clamp(1 - std::sqrt(square) / mean, 0.0, 1.0);
}

}  // namespace

Income income_of(std::span<const Deposit> deposits, Day from, Day to) {
  Income income;
  const double days = static_cast<double>((std::chrono::sys_days(to) - std::chrono::sys_days(from)).count()) + 1;
  if (days <= 0) return income;
  const double months = days / kDaysPerMonth;
  std::vector<double> amounts, distances;
  const Day* last = nullptr;
  std::vector<Deposit> in_order(deposits.begin(), deposits.end());  // some banks print the youngest first
  std::stable_sort(in_order.begin(), in_order.end(), [](const auto& a, const auto& b) { return a.day < b.day; });
  for (const Deposit& deposit : in_order) {
    if (comes_back(deposit)) continue;
    const double pesos = static_cast<double>(deposit.cents) / 100;
    income.deposits_per_month += pesos / months;
    if (!is_payroll(deposit)) continue;
    income.payroll_per_month += pesos / months;
    ++income.payroll_deposits;
    amounts.push_back(pesos);
    if (last)
      distances.push_back(
          static_cast<double>((std::chrono::sys_days(deposit.day) - std::chrono::sys_days(*last)).count()));
    last = &deposit.day;
  }
  if (amounts.size() >= kMinPayrolls) income.regularity = std::min(evenness(amounts), evenness(distances));
  return income;
}

}  // namespace cotejo::bank_statement
