#include "statistics.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace cotejo::accuracy {
namespace {

TEST(CharacterErrorRate, CountsEditsOverTheLengthOfTheTruth) {
  EXPECT_DOUBLE_EQ(character_error_rate("ABCD", "ABCD"), 0);
  EXPECT_DOUBLE_EQ(character_error_rate("ABCD", "ABXD"), 0.25);
  EXPECT_DOUBLE_EQ(character_error_rate("ABCD", "ABC"), 0.25);
  EXPECT_DOUBLE_EQ(character_error_rate("ABCD", ""), 1);
  EXPECT_DOUBLE_EQ(character_error_rate("", "X"), 1);
}

TEST(FieldTally, ConfidentAndWrongCountsInventedValuesToo) {
  FieldTally tally;
  tally.add(true, "A", true, "A", 0.99);
  tally.add(true, "A", true, "B", 0.95);
  tally.add(true, "A", true, "B", 0.5);
  tally.add(true, "A", false, "", 0);
  tally.add(false, "", true, "B", 0.92);
  tally.add(false, "", false, "", 0);
  EXPECT_EQ(tally.expected, 4u);
  EXPECT_EQ(tally.exact, 1u);
  EXPECT_EQ(tally.absent, 1u);
  EXPECT_EQ(tally.invented, 1u);
  EXPECT_EQ(tally.confident_wrong, 2u);
}

TEST(Roc, SeparatedClassesHaveNoError) {
  const auto r = roc({0.8, 0.9}, {0.1, 0.2});
  EXPECT_DOUBLE_EQ(r.auc, 1);
  EXPECT_DOUBLE_EQ(r.eer, 0);
}

TEST(Roc, EqualScoresCountHalf) {
  EXPECT_DOUBLE_EQ(roc({0.5}, {0.5}).auc, 0.5);
}

TEST(Roc, OverlapIsFoundWhereBothErrorsMeet) {
  const auto r = roc({0.4, 0.7, 0.8, 0.9}, {0.1, 0.2, 0.3, 0.75});
  EXPECT_DOUBLE_EQ(r.eer, 0.25);
  EXPECT_DOUBLE_EQ(r.auc, 14.0 / 16);
}

TEST(FitLogistic, FindsTheCurveThatTheScoresWereDrawnFrom) {
  const Logistic truth{.middle = 0.4, .slope = 12};
  std::vector<double> positives, negatives;  // as many of each score as the curve says
  for (int i = 0; i <= 80; ++i) {
    const double score = i / 100.0;
    const auto share = static_cast<int>(std::lround(1000 * truth(score)));
    positives.insert(positives.end(), static_cast<std::size_t>(share), score);
    negatives.insert(negatives.end(), static_cast<std::size_t>(1000 - share), score);
  }
  const Logistic found = fit_logistic(positives, negatives);
  EXPECT_NEAR(found.middle, truth.middle, 0.01);
  EXPECT_NEAR(found.slope, truth.slope, 0.2);
}

TEST(FitLogistic, KindsOfWhichThereAreMoreCountNoMore) {
  const std::vector<double> positives{0.3, 0.6, 0.7, 0.8}, negatives{0.1, 0.2, 0.35, 0.65};
  std::vector<double> many;
  for (int i = 0; i < 50; ++i) many.insert(many.end(), negatives.begin(), negatives.end());
  EXPECT_NEAR(fit_logistic(positives, negatives).middle, fit_logistic(positives, many).middle, 1e-6);
}

TEST(Reliability, PutsAProbabilityOfOneIntoTheLastBin) {
  Reliability table;
  table.add(1.0, true);
  table.add(0.95, false);
  EXPECT_EQ(table.bins().back().count, 1u);
  EXPECT_EQ(table.bins()[4].count, 1u);
  EXPECT_EQ(table.bins()[4].right, 0u);
}

}  // namespace
}  // namespace cotejo::accuracy
