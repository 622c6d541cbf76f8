#include "income.hpp"

#include <algorithm>
#include <cmath>
#include <text_reading/folding.hpp>

namespace cotejo::bank_statement {
namespace {

constexpr double kDaysPerMonth = 365.25 / 12;
constexpr std::size_t kMinPayrolls = 3;  // two have one distance: nothing to compare it with
constexpr std::string_view kPayroll[] = {"NOMINA", "SUELDO", "SALARIO", "QUINCENA", "AGUINALDO"};
constexpr std::string_view kComesBack[] = {"DEVOLUCION", "REEMBOLSO", "REVERSO", "CANCELACION", "BONIFICACION"};

template <std::size_t N>
bool says(const std::string& folded, const std::string_view (&words)[N]) {
  return std::any_of(std::begin(words), std::end(words),
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
    const std::string folded = text_reading::bare(deposit.description);
    if (says(folded, kComesBack)) continue;
    const double pesos = static_cast<double>(deposit.cents) / 100;
    income.deposits_per_month += pesos / months;
    if (!says(folded, kPayroll)) continue;
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
