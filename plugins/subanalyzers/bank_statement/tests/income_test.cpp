#include "../income.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace cotejo::bank_statement {
namespace {

using namespace std::chrono_literals;

TEST(Income, RefundsAreNoIncome) {
  const std::vector<Deposit> deposits{{Day(2026y / 9 / 3), 100'000, "SPEI RECIBIDO"},
                                      {Day(2026y / 9 / 4), 50'000, "DEVOLUCION COMPRA"}};
  const Income income = income_of(deposits, Day(2026y / 9 / 1), Day(2026y / 9 / 30));
  EXPECT_NEAR(income.deposits_per_month, 1000 * 30.4375 / 30, 0.01);
  EXPECT_EQ(income.payroll_deposits, 0);
}

TEST(Income, PayrollIsRegularWhenAmountsAndDistancesAre) {
  std::vector<Deposit> even, uneven;
  for (unsigned i = 0; i < 6; ++i) {
    even.push_back({Day(std::chrono::sys_days(2026y / 7 / 1) + std::chrono::days(15 * i)), 800'000, "PAGO DE NÓMINA"});
    uneven.push_back({even.back().day, i % 2 ? 800'000 : 100'000, "PAGO DE NOMINA"});
  }
  const Income steady = income_of(even, Day(2026y / 7 / 1), Day(2026y / 9 / 30));
  EXPECT_EQ(steady.payroll_deposits, 6);
  EXPECT_NEAR(steady.payroll_per_month, 6 * 8000 / (92 / 30.4375), 0.01);
  EXPECT_GT(steady.regularity, 0.99);
  std::reverse(even.begin(), even.end());  // the youngest first
  EXPECT_EQ(income_of(even, Day(2026y / 7 / 1), Day(2026y / 9 / 30)).regularity, steady.regularity);
  EXPECT_LT(income_of(uneven, Day(2026y / 7 / 1), Day(2026y / 9 / 30)).regularity, 0.4);
  even.resize(2);
  EXPECT_EQ(income_of(even, Day(2026y / 7 / 1), Day(2026y / 9 / 30)).regularity, 0);
}

}  // namespace
}  // namespace cotejo::bank_statement
