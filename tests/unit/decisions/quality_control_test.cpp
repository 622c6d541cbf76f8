#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "decisions/decide.hpp"
#include "decisions/rejections.hpp"

namespace cotejo::decisions {
namespace {

using domain::Audience;
using domain::Outcome;
using domain::TimePoint;
using domain::Verification;
using products::Product;
using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;

products::Reason reason(std::string code, std::string reason_class, std::vector<Audience> audiences) {
  products::Reason made;
  made.code = std::move(code);
  made.reason_class = std::move(reason_class);
  made.action = "none";
  made.audiences = std::move(audiences);
  for (const Audience audience : made.audiences) made.texts[audience]["en"] = made.code;
  return made;
}

class QualityControl : public testing::Test {
 protected:
  QualityControl() {
    auto reasons = std::make_shared<products::ReasonCatalogue>();
    reasons->add(reason("x.forged", "fraud", {Audience::agent}));
    reasons->add(reason("x.dim", "quality", {Audience::applicant}));
    for (const char* code : {"decision.approved", "decision.rejected", "decision.in_review"})
      reasons->add(reason(code, "policy", {Audience::applicant}));
    for (const char* code : {"quality_control.sampled", "quality_control.cap_reached"})
      reasons->add(reason(code, "policy", {Audience::agent, Audience::internal}));
    product_.id = "loan";
    product_.reasons = reasons;
    product_.feedback.locales = {"en"};
    product_.decision.reject = {{{}, domain::Severity::critical, 0.9, {"fraud"}}};
    products::Node check;
    check.name = check.instance = "a";
    product_.plan.nodes.push_back(check);
  }

  Verification decided(const std::string& id, Outcome outcome) const {
    Verification v;
    v.id = id;
    v.checks = {{"a", "check@1", domain::Verdict::pass, 0.95, {}, {}, 0}};
    domain::Item item;
    item.code = outcome == Outcome::reject ? "x.forged" : "x.dim";
    item.severity = outcome == Outcome::reject ? domain::Severity::critical : domain::Severity::info;
    item.confidence = 0.97;
    v.items = {item};
    v.decision = decide(product_, v);
    v.feedback = feedback(product_, v);
    EXPECT_EQ(v.decision->outcome, outcome);
    return v;
  }

  static std::vector<std::string> told(const Verification& v, Audience audience) {
    std::vector<std::string> texts;
    for (const auto& feedback : v.feedback)
      if (feedback.audience == audience) texts.push_back(feedback.text);
    return texts;
  }

  Product product_;
};

TEST_F(QualityControl, TakesTheShareOfEachOutcomeByTheIdAlone) {
  product_.decision.quality_control.sample = {0.02, 0.2};
  const int all = 5000;
  int approvals = 0, rejections = 0;
  for (int i = 0; i < all; ++i) {
    const std::string id = "ver_" + std::to_string(i);
    auto approved = decided(id, Outcome::approve), rejected = decided(id, Outcome::reject);
    control_quality(product_, approved, std::nullopt);
    control_quality(product_, rejected, std::nullopt);
    approvals += approved.decision->would_be.has_value();
    rejections += rejected.decision->would_be.has_value();
    // Who is in the smaller sample is in the larger one.
    EXPECT_LE(approved.decision->would_be.has_value(), rejected.decision->would_be.has_value());
    auto again = decided(id, Outcome::approve);
    again.attempt = 2;
    control_quality(product_, again, std::nullopt);
    ASSERT_EQ(again.decision->would_be, approved.decision->would_be);
  }
  // Four standard deviations of a binomial around 100 and 1000.
  EXPECT_NEAR(approvals, 100, 40);
  EXPECT_NEAR(rejections, 1000, 114);
}

TEST_F(QualityControl, NothingIsApprovedByItselfAfterAFindingOfFraud) {
  const auto forged = decided("ver_1", Outcome::reject), dim = decided("ver_1", Outcome::approve);
  EXPECT_TRUE(speaks_for_fraud(forged));
  EXPECT_FALSE(speaks_for_fraud(dim));
  auto minor = forged;
  minor.items[0].severity = domain::Severity::major;
  EXPECT_TRUE(speaks_for_fraud(minor)) << "it was rejected for it";
  minor.decision->items.clear();
  EXPECT_FALSE(speaks_for_fraud(minor));
  auto later = dim;
  hold_after_fraud(product_, later);
  EXPECT_TRUE(held_after_fraud(later));
  EXPECT_EQ(later.decision->outcome, Outcome::review);
  EXPECT_EQ(later.decision->would_be, Outcome::approve);
  EXPECT_FALSE(later.decision->automated);
  auto rejected = forged;
  hold_after_fraud(product_, rejected);
  EXPECT_EQ(rejected.decision->outcome, Outcome::reject);
}

TEST_F(QualityControl, DrawsForEachProductByItself) {
  Product other = product_;
  other.id = "card";
  EXPECT_NE(place_in_sample(product_, "ver_1"), place_in_sample(other, "ver_1"));
  EXPECT_EQ(place_in_sample(product_, "ver_1"), place_in_sample(product_, "ver_1"));
}

TEST_F(QualityControl, ASampledRejectionGoesToAPersonWithWhatItWouldBeAndNoWordToTheApplicant) {
  product_.decision.quality_control.sample.reject = 1;
  auto v = decided("ver_1", Outcome::reject);
  control_quality(product_, v, 0);
  EXPECT_EQ(v.decision->outcome, Outcome::review);
  EXPECT_FALSE(v.decision->automated);
  EXPECT_EQ(v.decision->would_be, Outcome::reject);
  EXPECT_DOUBLE_EQ(v.decision->confidence, 0.97);
  EXPECT_THAT(v.decision->items, ElementsAre(0u));
  EXPECT_THAT(v.decision->reasons, ElementsAre("quality_control.sampled", "x.forged"));
  EXPECT_FALSE(v.decision->earlier_rejections);  // it takes no place of the cap
  EXPECT_THAT(told(v, Audience::applicant), ElementsAre("decision.in_review"));
  EXPECT_THAT(told(v, Audience::agent), ElementsAre("x.forged", "quality_control.sampled"));
}

TEST_F(QualityControl, ASampledApprovalIsNotToldWhatAnApprovedApplicantIsNot) {
  product_.decision.quality_control.sample.approve = 1;
  auto v = decided("ver_1", Outcome::approve);
  EXPECT_THAT(told(v, Audience::applicant), ElementsAre("decision.approved"));
  control_quality(product_, v, std::nullopt);
  EXPECT_EQ(v.decision->would_be, Outcome::approve);
  EXPECT_THAT(told(v, Audience::applicant), ElementsAre("decision.in_review"));
}

TEST_F(QualityControl, LeavesReviewsAlone) {
  product_.decision.quality_control.sample = {1, 1};
  auto v = decided("ver_1", Outcome::approve);
  v.checks[0].verdict = domain::Verdict::fail;
  v.decision = decide(product_, v);
  ASSERT_EQ(v.decision->outcome, Outcome::review);
  control_quality(product_, v, std::nullopt);
  EXPECT_FALSE(v.decision->would_be);
}

TEST_F(QualityControl, TheCapLeavesRoomForItsCountWithinItsWindow) {
  product_.decision.quality_control.max_rejections = {2, 1h};
  Rejections counted;
  std::vector<bool> automatic;
  for (const auto minutes : {0, 10, 20, 59, 61, 62, 71}) {
    auto v = decided("ver_1", Outcome::reject);
    v.completed_at = TimePoint(std::chrono::minutes(minutes));
    control_quality(product_, v, counted);
    automatic.push_back(v.decision->automated);
    EXPECT_EQ(v.decision->automated, *v.decision->earlier_rejections < 2);
    if (!v.decision->automated) {
      EXPECT_EQ(v.decision->would_be, Outcome::reject);
      EXPECT_EQ(v.decision->reasons.front(), "quality_control.cap_reached");
    }
  }
  EXPECT_THAT(automatic, ElementsAre(true, true, false, false, true, false, true));
}

TEST_F(QualityControl, WhatWasRecordedGivesTheSameDecisionAgain) {
  product_.decision.quality_control.max_rejections = {2, 1h};
  for (const std::uint64_t earlier : {0u, 1u, 2u, 7u}) {
    auto v = decided("ver_1", Outcome::reject);
    control_quality(product_, v, earlier);
    auto again = decided("ver_1", Outcome::reject);
    control_quality(product_, again, v.decision->earlier_rejections);
    EXPECT_EQ(again.decision->outcome, v.decision->outcome);
    EXPECT_EQ(again.decision->reasons, v.decision->reasons);
    EXPECT_EQ(again.decision->outcome, earlier < 2 ? Outcome::reject : Outcome::review);
  }
}

TEST_F(QualityControl, ApprovalsDoNotAskTheCap) {
  product_.decision.quality_control.max_rejections = {0, 1h};
  auto v = decided("ver_1", Outcome::approve);
  EXPECT_FALSE(asks_cap(product_, v));
  control_quality(product_, v, 5);
  EXPECT_TRUE(v.decision->automated);
}

TEST(CountedRejections, AreOfOneTenantAndProduct) {
  Rejections counted;
  const products::RejectionCap one{1, 1h};
  counted.add("t", "p", TimePoint(0ms));
  EXPECT_EQ(counted.take("t", "p", TimePoint(1min), one), 1u);
  EXPECT_EQ(counted.take("t", "q", TimePoint(1min), one), 0u);
  EXPECT_EQ(counted.take("u", "p", TimePoint(1min), one), 0u);
  EXPECT_EQ(counted.take("t", "p", TimePoint(61min), one), 0u);
}

TEST(CountedRejections, CountWhatAClockThatWasSetBackLeftInTheFuture) {
  Rejections counted;
  counted.add("t", "p", TimePoint(5h));
  EXPECT_EQ(counted.take("t", "p", TimePoint(1h), {1, 1h}), 1u);
}

TEST(CountedRejections, AreGivenBackWhenNobodySawTheDecision) {
  Rejections counted;
  Verification v;
  v.tenant = "t";
  v.product.id = "p";
  v.completed_at = TimePoint(1min);
  EXPECT_EQ(counted.take("t", "p", v.completed_at, {1, 1h}), 0u);
  counted.give_back(v);
  EXPECT_EQ(counted.take("t", "p", TimePoint(2min), {1, 1h}), 0u);
}

TEST(CountedRejections, AreNeverMoreThanTheCapWhateverRunsAtOnce) {
  Rejections counted;
  std::atomic<int> taken{0};
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 8; ++t)
      threads.emplace_back([&] {
        for (int i = 0; i < 500; ++i) taken += counted.take("t", "p", TimePoint(1min), {100, 1h}) < 100;
      });
  }
  EXPECT_EQ(taken, 100);
}

}  // namespace
}  // namespace cotejo::decisions
