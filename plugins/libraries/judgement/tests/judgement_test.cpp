#include <gtest/gtest.h>

#include <judgement/judgement.hpp>

namespace cotejo::judgement {
namespace {

Ground at(double probability, std::uint32_t port = 0) {
  return {PortRef{port}, probability};
}

TEST(Judgement, ConditionRestsOnEachOfItsValues) {
  Judgement judgement;
  judgement.hold({at(0.9), at(0.8)});
  EXPECT_EQ(judgement.verdict(), Verdict::pass);
  EXPECT_DOUBLE_EQ(judgement.confidence(), 0.72);
}

TEST(Judgement, AgreementIsFalseOnlyWhereBothSidesAreMisread) {
  Judgement judgement;
  judgement.agree({at(0.9)}, {at(0.8)});
  EXPECT_NEAR(judgement.confidence(), 1 - 0.1 * 0.2, 1e-12);
}

TEST(Judgement, SideOfAnAgreementIsWrongWhereAnyOfItsValuesIs) {
  Judgement judgement;
  judgement.agree({at(0.9), at(0.9), at(0.9)}, {at(0.8)});
  EXPECT_NEAR(judgement.confidence(), 1 - (1 - 0.729) * 0.2, 1e-12);
}

TEST(Judgement, WhatIsCertainOnOneSideMakesAnAgreementCertain) {
  Judgement judgement;
  judgement.agree({at(0.3)}, {at(1)});
  EXPECT_DOUBLE_EQ(judgement.confidence(), 1);
}

TEST(Judgement, RepeatedStatementsAreSurerThanEachOfThem) {
  Judgement judgement;
  judgement.repeat({at(0.9), at(0.8), at(0.5)});
  EXPECT_NEAR(judgement.confidence(), 1 - 0.1 * 0.2 * 0.5, 1e-12);
  EXPECT_DOUBLE_EQ(any_right({at(0.9)}), 0.9);
}

TEST(Judgement, ContradictionIsRealOnlyWhenAllWereReadRight) {
  Judgement judgement;
  judgement.find("x.mismatch", Severity::critical, {at(0.9, 3), at(0.8, 5)}, {{"found", "A"}});
  EXPECT_EQ(judgement.verdict(), Verdict::fail);
  EXPECT_DOUBLE_EQ(judgement.confidence(), 0.72);
  ASSERT_EQ(judgement.findings().size(), 1U);
  EXPECT_EQ(judgement.findings()[0].ports[1].index, 5U);
}

TEST(Judgement, PassIsAsSureAsItsLeastSurePartAndFailAsItsSurest) {
  Judgement judgement;
  judgement.hold(0.95);
  judgement.hold(0.7);
  judgement.hold(0.9);
  EXPECT_DOUBLE_EQ(judgement.confidence(), 0.7);
  judgement.find("x.a", Severity::major, {at(0.6)});
  judgement.find("x.b", Severity::major, {at(0.8)});
  EXPECT_DOUBLE_EQ(judgement.confidence(), 0.8);
}

TEST(Judgement, MinorFindingFailsNothing) {
  Judgement judgement;
  judgement.hold(0.9);
  judgement.find("x.note", Severity::minor, {at(1)});
  EXPECT_EQ(judgement.verdict(), Verdict::pass);
}

TEST(Judgement, DoubtIsToldAndLeavesItUndecidedWithoutConfidence) {
  Judgement judgement;
  judgement.hold(0.9);
  judgement.doubt("x.unclear", {at(0.5)});
  EXPECT_EQ(judgement.verdict(), Verdict::undecided);
  EXPECT_EQ(judgement.confidence(), 0);
  EXPECT_EQ(judgement.findings()[0].severity, Severity::minor);
}

TEST(Judgement, FailureOutweighsDoubt) {
  Judgement judgement;
  judgement.leave_open();
  judgement.find("x.wrong", Severity::major, {at(0.8)});
  EXPECT_EQ(judgement.verdict(), Verdict::fail);
}

TEST(Judgement, NothingComparedIsNoPass) {
  EXPECT_EQ(Judgement{}.verdict(), Verdict::undecided);
  Judgement open;
  open.hold(1);
  open.leave_open();
  EXPECT_EQ(open.verdict(), Verdict::undecided);
}

TEST(Judgement, MissingValueIsToldOnceWhateverNumberOfRulesMissesIt) {
  const Text curp{.value = {}, .probability = 0, .port = {4}, .field = "curp", .source = "front"};
  const Text name{.value = {}, .probability = 0, .port = {5}, .field = "name", .source = {}};
  Judgement judgement;
  judgement.miss(curp, "x.missing");
  judgement.miss(name, "x.missing");
  judgement.miss(curp, "x.missing");
  ASSERT_EQ(judgement.findings().size(), 2U);
  EXPECT_EQ(judgement.findings()[0].params, (boost::json::object{{"field", "curp"}, {"source", "front"}}));
  EXPECT_EQ(judgement.findings()[1].params, (boost::json::object{{"field", "name"}}));
  EXPECT_EQ(judgement.verdict(), Verdict::undecided);
}

TEST(Grounds, OnlyWhatWasReadCounts) {
  const Text read{.value = "A", .probability = 0.9, .port = {1}}, absent{.value = {}, .probability = 0, .port = {2}};
  const Flag flag{.value = true, .probability = 0.7, .port = {3}};
  const Grounds grounds = read_of(read, absent, flag);
  ASSERT_EQ(grounds.size(), 2U);
  EXPECT_EQ(grounds[1].port.index, 3U);
}

}  // namespace
}  // namespace cotejo::judgement
