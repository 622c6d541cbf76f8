// Misread figures and changed ones: sums say which figure it must be, the picture whether it may be that.
#include <gtest/gtest.h>

#include <document_text/tests/sheets.hpp>
#include <map>

#include "../confirmation.hpp"

namespace cotejo::bank_statement {
namespace {

using document_text::Word;
using document_text::testing::scanned;
using document_text::testing::sheet;
using document_text::testing::Shows;

// A page on which `read` stands for what may also be `other`, which the picture gives `share` of what it gives `read`.
Statement read(const std::vector<std::string>& lines, const std::string& read, const std::string& other, double share) {
  auto page = scanned(sheet(lines));
  for (Word& word : page.words)
    word.glimpse = std::make_shared<Shows>(std::map<std::string, double, std::less<>>{
        {word.text, 0.5}, {word.text == read ? other : word.text, word.text == read ? 0.5 * share : 0.5}});
  return StatementReader(Layouts{}).read({page});
}

std::vector<std::string> statement(const std::string& credits, const std::string& bought, const std::string& balance,
                                   const std::string& closing) {
  return {"Periodo   01 al 30 de septiembre de 2026",
          "Saldo anterior                1,000.00",
          "Depósitos                     " + credits,
          "Retiros                         250.00",
          "Saldo al corte                " + closing,
          "",
          "FECHA    CONCEPTO                           RETIROS      DEPOSITOS        SALDO",
          "02 SEP   PAGO DE NOMINA                                  500.00     1,500.00",
          "10 SEP   COMPRA                             " + bought + "                  " + balance,
          "20 SEP   COMISION                            50.00                  1,250.00",
          "30 SEP   SPEI RECIBIDO                                   100.00     1,350.00"};
}

constexpr double kMisread = 0.2, kChanged = 1e-5;  // what a blurred digit leaves to another, and a clear one

TEST(Correction, AMisreadAmountIsWhatTheBalancesWant) {
  const Statement s = read(statement("600.00", "280.00", "1,300.00", "1,350.00"), "280.00", "200.00", kMisread);
  EXPECT_EQ(s.movements[1].movement.cents, -20000);
  EXPECT_TRUE(s.corrected.movements);
  EXPECT_TRUE(confirmation_of(s).movements);
}

TEST(Correction, AChangedAmountStaysWhatItIs) {
  const Statement s = read(statement("600.00", "280.00", "1,300.00", "1,350.00"), "280.00", "200.00", kChanged);
  EXPECT_EQ(s.movements[1].movement.cents, -28000);
  EXPECT_FALSE(s.corrected.movements);
  EXPECT_FALSE(confirmation_of(s).movements);
}

TEST(Correction, AMisreadBalanceIsWhatTheRowsLeadTo) {
  const Statement s = read(statement("600.00", "200.00", "7,300.00", "1,350.00"), "7,300.00", "1,300.00", kMisread);
  EXPECT_EQ(s.movements[1].movement.balance, 130000);
  EXPECT_TRUE(confirmation_of(s).movements);
  const Statement changed =
      read(statement("600.00", "200.00", "7,300.00", "1,350.00"), "7,300.00", "1,300.00", kChanged);
  EXPECT_EQ(changed.movements[1].movement.balance, 730000);
}

TEST(Correction, TotalsFollowFromTheRows) {
  const Statement s = read(statement("5600.00", "200.00", "1,300.00", "1,350.00"), "5600.00", "$600.00", kMisread);
  EXPECT_EQ(s.credits->value, 60000);
  EXPECT_TRUE(s.corrected.credits);
  const Statement closing =
      read(statement("600.00", "200.00", "1,300.00", "7,350.00"), "7,350.00", "1,350.00", kMisread);
  EXPECT_EQ(closing.closing->value, 135000);
  EXPECT_TRUE(closing.corrected.closing);
}

TEST(Correction, AnUnreadAmountIsTakenOnlyWithTheTotals) {
  const Statement filled = read(statement("600.00", "2O0 .00", "1,300.00", "1,350.00"), "", "", 0);
  EXPECT_EQ(filled.movements[1].movement.cents, -20000);
  const Statement doubtful = read(statement("610.00", "2O0 .00", "1,300.00", "1,350.00"), "", "", 0);
  EXPECT_FALSE(doubtful.movements[1].movement.cents);
}

TEST(Correction, TextsSayWhatTheySay) {
  const Statement s = StatementReader(Layouts{}).read({sheet(statement("600.00", "280.00", "1,300.00", "1,350.00"))});
  EXPECT_EQ(s.movements[1].movement.cents, -28000);
}

}  // namespace
}  // namespace cotejo::bank_statement
