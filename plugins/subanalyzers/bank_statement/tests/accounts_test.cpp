// Several accounts, or several months, in one file.
#include <gtest/gtest.h>

#include <document_text/tests/sheets.hpp>

#include "../statement_reader.hpp"

namespace cotejo::bank_statement {
namespace {

using namespace std::chrono_literals;
using document_text::testing::sheet;
using Lines = std::vector<std::string>;

const std::string kFirst = "002010077777777771", kSecond = "137010077777777772";

const Lines kHead{"ESTADO DE CUENTA INTEGRAL", "", "ROSA ZAMORA QUIROZ", "CALLE DEL RIO 120", "COL CENTRO 44100", ""};

Lines account(const std::string& title, const std::string& opening, const std::string& moved,
              const std::string& closing) {
  return {"",
          title,
          "Saldo anterior                " + opening,
          "Depósitos                       " + moved,
          "Retiros                           0.00",
          "Saldo final                   " + closing,
          "",
          "FECHA        CONCEPTO                           RETIROS      DEPOSITOS        SALDO",
          "02-SEP-2026  ABONO                                              " + moved + "     " + closing};
}

Statement read(Lines lines, const std::string& declared, const Lines& second_page = {}) {
  std::vector<document_text::Page> pages{sheet(lines)};
  if (!second_page.empty()) pages.push_back(sheet(second_page));
  return StatementReader(Layouts{}).read(pages, declared);
}

Lines joined(std::initializer_list<Lines> parts) {
  Lines all;
  for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

const Lines kOne = account("CLABE " + kFirst, "1,000.00", "500.00", "1,500.00"),
            kOther = account("CLABE " + kSecond, "7,000.00", "200.00", "7,200.00");

TEST(Accounts, TheDeclaredOneOfTwoIsReadAlone) {
  const Statement first = read(joined({kHead, kOne, kOther}), kFirst);
  EXPECT_EQ(first.clabe->value, kFirst);
  EXPECT_EQ(first.opening->value, 1000'00);
  EXPECT_EQ(first.movements.size(), 1U);
  EXPECT_EQ(first.holder->value, "ROSA ZAMORA QUIROZ");
  const Statement second = read(joined({kHead, kOne, kOther}), kSecond);
  EXPECT_EQ(second.clabe->value, kSecond);
  EXPECT_EQ(second.opening->value, 7000'00);
  EXPECT_EQ(second.closing->value, 7200'00);
  ASSERT_EQ(second.movements.size(), 1U);
  EXPECT_EQ(second.movements[0].movement.balance, 7200'00);
  EXPECT_EQ(second.holder->value, "ROSA ZAMORA QUIROZ") << "what stands above both is both's";
}

// A month of one account, on pages of its own.
Lines month(const std::string& number, const std::string& page, const std::string& balance) {
  return {"ROSA ZAMORA QUIROZ                                Pagina " + page,
          "CALLE DEL RIO 120",
          "COL CENTRO 44100",
          "CLABE " + kFirst,
          "Periodo   01/" + number + "/2026 al 28/" + number + "/2026",
          "Saldo anterior                " + balance,
          "Depositos                       500.00",
          "Retiros                         500.00",
          "Saldo final                   " + balance,
          "",
          "FECHA        CONCEPTO                           RETIROS      DEPOSITOS        SALDO",
          "02/" + number + "/2026   ABONO                                              500.00     9,500.00",
          "03/" + number + "/2026   CARGO                            500.00                     " + balance};
}

TEST(Accounts, TheNewestOfSeveralMonthsIsReadWhereverItStands) {
  const Lines second{"                                                  Pagina 2 de 2", "Aviso"};
  const auto pages_of = [&](const std::string& first, const std::string& then) {
    return std::vector<document_text::Page>{sheet(month(first, "1 de 2", "9,000.00")), sheet(second),
                                            sheet(month(then, "1 de 2", "9,000.00")), sheet(second)};
  };
  for (const auto& pages : {pages_of("09", "10"), pages_of("10", "09"), pages_of("10", "10")}) {
    const Statement s = StatementReader(Layouts{}).read(pages, kFirst);
    ASSERT_TRUE(s.period);
    EXPECT_EQ(static_cast<unsigned>(s.period->value.to.month()), 10U);
    EXPECT_EQ(s.movements.size(), 2U);
    EXPECT_EQ(s.pages.numbers, (std::vector<int>{1, 2})) << "no page is missing";
  }
}

TEST(Accounts, NoneIsReadWhenNothingSaysWhich) {
  const Statement s = read(joined({kHead, kOne, kOther}), "");
  EXPECT_TRUE(s.recognised);
  EXPECT_TRUE(s.several_accounts);
  EXPECT_FALSE(s.opening);
  EXPECT_TRUE(s.movements.empty());
}

TEST(Accounts, ListedKeysBelongToTheNumbersAboveTheTables) {
  const auto head = joined({kHead, {"CLABE " + kFirst, "CLABE " + kSecond}});
  const Statement s = read(joined({head, account("Cuenta 07777777777", "1,000.00", "500.00", "1,500.00"),
                                   account("Cuenta 0777-7777777", "7,000.00", "200.00", "7,200.00")}),
                           kSecond);
  EXPECT_TRUE(s.several_accounts) << "both keys end in the same account's number";
  const std::string other = "012180001234567899";
  const auto two = joined({kHead, {"CLABE " + kFirst, "CLABE " + other}});
  const Statement t = read(joined({two, account("Cuenta 07777777777", "1,000.00", "500.00", "1,500.00"),
                                   account("Inversión 00-1234567-89", "7,000.00", "200.00", "7,200.00")}),
                           other);
  ASSERT_FALSE(t.several_accounts);
  EXPECT_EQ(t.opening->value, 7000'00);
}

TEST(Accounts, AnInvestmentWithoutAKeyIsNotTheAccount) {
  const Statement s = read(joined({kHead, kOne, account("Inversión creciente", "7,000.00", "200.00", "7,200.00")}), "");
  EXPECT_EQ(s.opening->value, 1000'00);
  EXPECT_EQ(s.movements.size(), 1U);
}

TEST(Accounts, OfTwoMonthsTheLastIsReadWithItsOwnPages) {
  const auto month = [](const std::string& days, const Lines& rows) {
    return joined({kHead, {"Página 1 de 1", "Periodo " + days}, rows});
  };
  const Statement s =
      read(month("01 al 30 de septiembre de 2026", kOne), "",
           month("01 al 31 de octubre de 2026", account("CLABE " + kFirst, "1,500.00", "300.00", "1,800.00")));
  EXPECT_EQ(s.period->value.from, Day(2026y / 10 / 1));
  EXPECT_EQ(s.opening->value, 1500'00);
  EXPECT_EQ(s.pages.numbers, std::vector<int>{1});
}

TEST(Accounts, APageThatCarriesTheBalanceOnIsTheSameAccount) {
  const Lines more{"Página 2", "",
                   "FECHA        CONCEPTO                           RETIROS      DEPOSITOS        SALDO",
                   "             SALDO ANTERIOR                                                1,500.00",
                   "03-SEP-2026  ABONO                                               100.00     1,600.00"};
  EXPECT_EQ(read(joined({kHead, kOne}), "", more).movements.size(), 2U);
  const auto again =
      joined({{"Saldo anterior                1,000.00", "Saldo final                   1,500.00"}, more});
  EXPECT_EQ(read(joined({kHead, kOne}), "", again).movements.size(), 2U) << "the same totals on each page";
}

}  // namespace
}  // namespace cotejo::bank_statement
