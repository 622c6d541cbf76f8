#include <gtest/gtest.h>

#include <cotejo/testing.hpp>

#include "bill_check.hpp"

namespace cotejo::judgement {
namespace {

using cotejo::testing::Fake;

TEST(JudgedCheck, DeclaresEachCodeOfItsRulesOnce) {
  Fake<BillCheck> fake;
  EXPECT_EQ(fake.declaration().at("codes"),
            boost::json::value(boost::json::array{"bill.in_future", "bill.unreadable", "bill.other"}));
}

TEST(JudgedCheck, TellsFindingsAndVerdict) {
  Fake<BillCheck> fake;
  fake.today("2026-09-30").given("day", "2026-10-01", 0.9);
  const auto result = fake.run();
  EXPECT_TRUE(result.breaches.empty());
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_DOUBLE_EQ(result.confidence, 0.9);
  const auto* item = result.item("bill.in_future");
  ASSERT_TRUE(item);
  EXPECT_EQ(item->ports, std::vector<std::string>{"day"});
  EXPECT_EQ(item->params.at("found").as_string(), "2026-10-01");
  ASSERT_TRUE(item->region);
  EXPECT_EQ(item->region->page, 1U);
}

TEST(JudgedCheck, RuleThatReportsWhatItDoesNotDeclareIsAFaultAndNoVerdict) {
  Fake<BillCheck> fake;
  fake.today("2026-09-30").given("day", "2026-09-01").given("paid", true);
  const auto result = fake.run();
  EXPECT_EQ(result.status, Status::internal);
  EXPECT_EQ(result.verdict, Verdict::none);
  EXPECT_TRUE(result.items.empty());
}

}  // namespace
}  // namespace cotejo::judgement
