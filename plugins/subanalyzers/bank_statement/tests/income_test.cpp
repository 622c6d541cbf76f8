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

// The lines of a description, the first of them apart.
std::int64_t payrolls(const std::string& first, const std::string& below = {}) {
  const std::vector<Deposit> one{
      {Day(2026y / 9 / 15), 800'000, below.empty() ? first : first + " " + below, first.size()}};
  return income_of(one, Day(2026y / 9 / 1), Day(2026y / 9 / 30)).payroll_deposits;
}

TEST(Income, PayrollIsWhatTheBanksOwnWordsCallSo) {
  for (const char* line : {"PAGO DE NOMINA", "Pago de Nómina", "ABONO NOMINA EMPRESA SA DE CV", "DEP. NOMINA",
                           "N06 PAGO DE NOMINA 0012345", "0012345 DEPOSITO DE SUELDO", "NOMINA", "NÓMINA: 15/09",
                           "DISPERSION DE NOMINA", "DEPOSITO POR PORTABILIDAD DE NOMINA", "AGUINALDO 2026"})
    EXPECT_EQ(payrolls(line), 1) << line;
  EXPECT_EQ(payrolls("PAGO DE", "NOMINA EMPRESA SA"), 1) << "broken over two lines";
  EXPECT_EQ(payrolls("PAGO DE NOMINA", "SPEI CLAVE DE RASTREO 123"), 1) << "by transfer, and the bank calls it so";
  EXPECT_EQ(payrolls("PAGO DE NOMINA", "CREDITO Y CASA SA DE CV"), 1) << "an employer's name";
}

TEST(Income, WhatASenderWroteIsNoPayroll) {
  for (const char* line :
       {"SPEI RECIBIDO 4108458 0389655 PAGO NOMINA", "TRANSFERENCIA DE NOMINA", "DEPOSITO EN EFECTIVO NOMINA",
        "PAGO RECIBIDO DE JUAN PEREZ NOMINA", "ABONO TRANSFERENCIA NOMINA", "PAGO CUENTA DE TERCERO NOMINA",
        "DEPOSITO A CUENTA NOMINA", "NOMINA SPEI RECIBIDO", "PAGO DENOMINADO"})
    EXPECT_EQ(payrolls(line), 0) << line;
  EXPECT_EQ(payrolls("ABONO", "PAGO DE NOMINA"), 0) << "a concept below the bank's own line";
  EXPECT_EQ(payrolls("QUINCENA", "SPEI RECIBIDO BANCO"), 0) << "a concept above the bank's own line";
}

TEST(Income, LoansThatAreNamedAfterTheSalaryAreNoPayroll) {
  for (const char* line : {"PRESTAMO DE NOMINA", "SPEI RECIBIDO 4108458 PRESTAMO DE NOMINA", "ABONO CREDITO DE NOMINA",
                           "ADELANTO DE NOMINA", "DEPOSITO POR ADELANTO DE NOMINA", "ANTICIPO NOMINA",
                           "DISPERSION CREDITO NOMINA", "NOMINA ADELANTADA", "DEPOSITO NOMINA PRESTAMO"})
    EXPECT_EQ(payrolls(line), 0) << line;
}

}  // namespace
}  // namespace cotejo::bank_statement
