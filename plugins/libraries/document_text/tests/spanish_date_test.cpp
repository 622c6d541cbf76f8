#include "../spanish_date.hpp"

#include <gtest/gtest.h>

#include "sheets.hpp"

namespace cotejo::document_text {
namespace {

using namespace std::chrono_literals;
using std::chrono::day;
using std::chrono::month;

std::optional<PartialDate> date(const std::string& text, bool day_only = false) {
  return date_at(testing::row(text), 0, day_only);
}

TEST(SpanishDate, FormsOfOneDay) {
  const PartialDate whole{5, 9, 2026, 1};
  EXPECT_EQ(date("05/09/2026"), whole);
  EXPECT_EQ(date("05/SEP/2026"), whole);
  EXPECT_EQ(date("5-sep-26"), whole);
  EXPECT_EQ(date("2026-09-05"), whole);
  EXPECT_EQ(date("05.09.2026"), whole);
  EXPECT_EQ(date("05/SEP"), (PartialDate{5, 9, 0, 1}));
  EXPECT_EQ(date("05 SEP"), (PartialDate{5, 9, 0, 2}));
  EXPECT_EQ(date("05 Sept. 2026"), (PartialDate{5, 9, 2026, 3}));
  EXPECT_EQ(date("5 de septiembre de 2026"), (PartialDate{5, 9, 2026, 5}));
  EXPECT_EQ(date("SEP 05"), (PartialDate{5, 9, 0, 2}));
  EXPECT_EQ(date("05", true), (PartialDate{5, 0, 0, 1}));
}

TEST(SpanishDate, FormsThatScansLeaveOfThem) {
  EXPECT_EQ(date("05SEP"), (PartialDate{5, 9, 0, 1}));
  EXPECT_EQ(date("210CT"), (PartialDate{21, 10, 0, 1}));
  EXPECT_EQ(date("21 0CT"), (PartialDate{21, 10, 0, 2}));
  EXPECT_EQ(date("23/AG0"), (PartialDate{23, 8, 0, 1}));
}

TEST(SpanishDate, LettersAndDigitsThatLookAlikeInPicturesOnly) {
  const auto in_picture = [](const std::string& text) {
    Row read = testing::row(text);
    for (auto& word : read.words) word.probability = 0.6;
    return date_at(read, 0);
  };
  EXPECT_EQ(in_picture("12/A8 O"), (PartialDate{12, 8, 0, 2}));
  EXPECT_EQ(in_picture("01/AG O"), (PartialDate{1, 8, 0, 2}));
  EXPECT_EQ(in_picture("O1/AGO"), (PartialDate{1, 8, 0, 1}));
  EXPECT_EQ(in_picture("24-280-2026"), (PartialDate{24, 8, 2026, 1}));
  EXPECT_EQ(in_picture("27LAGO"), (PartialDate{27, 8, 0, 1}));
  EXPECT_EQ(in_picture("030OCT"), (PartialDate{3, 10, 0, 1}));
  EXPECT_EQ(in_picture("JUL15"), (PartialDate{15, 7, 0, 1}));
  EXPECT_EQ(in_picture("30 DE SE: PTIEMBRE DE 2026"), (PartialDate{30, 9, 2026, 6}));
  EXPECT_FALSE(date_at(testing::row("JUL15"), 0)) << "may be a year";
  for (const char* text :
       {"24280", "12.05", "COMPRA", "99/AGO", "12/XYZ", "- 21 OCT", "11223", "24 280 2026", "JUAN 12"})
    EXPECT_FALSE(in_picture(text)) << text;
  for (const char* text : {"12/A8 O", "24-280-2026", "27LAGO", "O1/AGO"})
    EXPECT_FALSE(date_at(testing::row(text), 0)) << text << ": a text says what it says";
}

TEST(Period, KeepsTheYearOfItsLastDayWhereThatOfTheFirstIsMisread) {
  const std::string text = "DEL 1 DE OCTUBRE DE 2826 AL 31 DE OCTUBRE DE 2026";
  Row read = testing::row(text);
  EXPECT_FALSE(period_in(read, 0)) << "a text says what it says";
  for (auto& word : read.words) word.probability = 0.6;
  const auto period = period_in(read, 0);
  ASSERT_TRUE(period);
  EXPECT_EQ(period->from, (Day{2026y, month{10}, day{1}}));
  EXPECT_EQ(period->to, (Day{2026y, month{10}, day{31}}));
}

TEST(SpanishDate, WhatIsNoDate) {
  for (const char* text : {"05", "12.05", "32/09/2026", "05/13/2026", "05 MARTES", "SEP", "1,234.56", "05/09/1026",
                           "0512", "05000", "05CASA", "32SEP", "05/XXX", "ENERGIA 05"})
    EXPECT_FALSE(date(text)) << text;
}

TEST(SpanishDate, WhatIsNotPrintedComesFromThePeriod) {
  const Day from = 2025y / 12 / 15, to = 2026y / 1 / 14;
  EXPECT_EQ(resolve({20, 12, 0, 1}, from, to, 0), Day(2025y / 12 / 20));
  EXPECT_EQ(resolve({3, 1, 0, 1}, from, to, 0), Day(2026y / 1 / 3));
  EXPECT_EQ(resolve({3, 0, 0, 1}, from, to, 0), Day(2026y / 1 / 3));
  EXPECT_FALSE(resolve({3, 5, 0, 1}, from, to, 0));
  EXPECT_FALSE(resolve({15, 0, 0, 1}, from, Day(2026y / 1 / 15), 0)) << "two such days";
}

TEST(SpanishDate, Periods) {
  const auto period = [](const std::string& text) { return period_in(testing::row(text), 0); };
  for (const char* text :
       {"DEL 01/09/2026 AL 30/09/2026", "01 al 30 de septiembre de 2026", "1 de septiembre al 30 de septiembre de 2026",
        "01-SEP-2026 AL 30-SEP-2026", "Del 01 sep 2026 al 30 sep 2026", "01/09/2026 - 30/09/2026"}) {
    const auto found = period(text);
    ASSERT_TRUE(found) << text;
    EXPECT_EQ(found->from, Day(2026y / 9 / 1)) << text;
    EXPECT_EQ(found->to, Day(2026y / 9 / 30)) << text;
  }
  EXPECT_EQ(period("15 de diciembre al 14 de enero de 2026")->from, Day(2025y / 12 / 15));
  EXPECT_FALSE(period("30/09/2026"));
  EXPECT_FALSE(period("30/09/2026 AL 01/09/2026"));
  const auto apart = [](const std::string& text) { return period_in(testing::row(text), 0, false).has_value(); };
  EXPECT_FALSE(apart("01/09/2026      30/09/2026")) << "days of two columns";
  EXPECT_TRUE(apart("01/09/2026 30/09/2026"));
  EXPECT_TRUE(apart("01/09/2026    al    30/09/2026"));
}

}  // namespace
}  // namespace cotejo::document_text
