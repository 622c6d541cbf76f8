#include <gtest/gtest.h>

#include <cotejo/testing.hpp>

#include "bill_check.hpp"

namespace cotejo::judgement {
namespace {

using cotejo::testing::Fake;

TEST(Gathering, TakesEachKindOfValueWithItsPortAndSource) {
  Fake<BillCheck> fake;
  fake.given("holder", "Rosa", 0.9).given("day", "2026-09-30", 0.85).given("pages", std::int64_t{3});
  fake.run();
  const BillFacts& facts = BillCheck::seen;
  ASSERT_TRUE(facts.holder && facts.day && facts.pages);
  EXPECT_EQ(*facts.holder, "Rosa");
  EXPECT_EQ(facts.holder.probability, 0.9);
  EXPECT_EQ(facts.holder.field, "holder");
  EXPECT_EQ(facts.holder.source, "bill");
  EXPECT_EQ(mx::to_iso(*facts.day), "2026-09-30");
  EXPECT_EQ(*facts.pages, 3);
  EXPECT_EQ(facts.pages.port.index, 3U);
  EXPECT_FALSE(facts.paid);
}

TEST(Gathering, WhatIsTooUncertainWasNotRead) {
  Fake<BillCheck> fake;
  fake.given("holder", "Rosa", 0.79).given("paid", true, 0.8);
  fake.run();
  EXPECT_FALSE(BillCheck::seen.holder);
  EXPECT_EQ(BillCheck::seen.holder.probability, 0);
  EXPECT_EQ(BillCheck::seen.holder.field, "holder");  // so that it can be missed by its name
  EXPECT_TRUE(BillCheck::seen.paid);
}

TEST(Gathering, TextsOfNobodyAndDatesOfNoCalendarWereNotRead) {
  Fake<BillCheck> fake;
  fake.given("holder", std::string(513, 'A')).given("code", "   ").given("day", "2026-02-30");
  fake.run();
  EXPECT_FALSE(BillCheck::seen.holder);
  EXPECT_FALSE(BillCheck::seen.code);
  EXPECT_FALSE(BillCheck::seen.day);
}

TEST(Gathering, IdentifiersAreUpperCaseWithoutBlanks) {
  Fake<BillCheck> fake;
  fake.given("code", "ab 12c ");
  fake.run();
  EXPECT_EQ(*BillCheck::seen.code, "AB12C");
}

}  // namespace
}  // namespace cotejo::judgement
