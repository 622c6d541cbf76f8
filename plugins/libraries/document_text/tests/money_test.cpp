#include "../money.hpp"

#include <gtest/gtest.h>

#include "sheets.hpp"

namespace cotejo::document_text {
namespace {

TEST(Money, FiguresAsStatementsPrintThem) {
  EXPECT_EQ(parse_figure("1,234.56")->cents, 123456);
  EXPECT_EQ(parse_figure("1234.56")->cents, 123456);
  EXPECT_EQ(parse_figure("$0.05")->cents, 5);
  EXPECT_EQ(parse_figure("12,345,678.90")->cents, 1234567890);
  EXPECT_EQ(parse_figure("-$1,234.56")->sign, -1);
  EXPECT_EQ(parse_figure("+1.00")->sign, 1);
  EXPECT_EQ(parse_figure("1.00-")->sign, -1);
  EXPECT_EQ(parse_figure("(1.00)")->sign, -1);
  EXPECT_EQ(parse_figure("1.00")->sign, 0);
}

TEST(Money, WhatIsNoAmount) {
  for (const char* text : {"12", "1.5", "1,23.45", "1234,567.00", ",123.45", "1.234", "12.345.67", "A1.00", "16.00%",
                           ".50", "1,2345.00", "9999999999999999.00", "", "$", "12/34.56"})
    EXPECT_FALSE(parse_figure(text)) << text;
}

TEST(Money, SignsThatStandApartBelongToWhatFollows) {
  const auto all = money_in(testing::row("CARGO - $ 1,200.00      300.00-"));
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].value(), -120000);
  EXPECT_EQ(all[0].first, 1U);
  EXPECT_EQ(all[1].value(), -30000);
}

TEST(Money, ACommaForThePointIsReadInPicturesOnly) {
  Row read = testing::row("$1,104,32");
  EXPECT_TRUE(money_in(read).empty()) << "a text that says so means something else";
  read.words[0].probability = 0.6;
  ASSERT_EQ(money_in(read).size(), 1U);
  EXPECT_EQ(money_in(read)[0].cents, 110432);
  Row groups = testing::row("1,104,325");
  groups.words[0].probability = 0.6;
  EXPECT_TRUE(money_in(groups).empty());
}

TEST(Money, ADashFarAwayIsNoSign) {
  EXPECT_EQ(money_in(testing::row("-          300.00")).at(0).sign, 0);
}

}  // namespace
}  // namespace cotejo::document_text
