#include "text_reading/decoding.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "text_models.hpp"
#include "text_reading/line_network.hpp"

namespace {

using namespace cotejo::text_reading;

const LineNetwork& network() {
  static const LineNetwork instance = [] {
    const std::string bytes = cotejo::test::text_model_bytes("spa");
    return LineNetwork(read_model(std::as_bytes(std::span(bytes))));
  }();
  return instance;
}

// Posteriors as a network would give them: each step a few letters, the rest of the probability is silence.
Posteriors believing(const std::vector<std::vector<std::pair<std::string, float>>>& steps) {
  Posteriors out;
  out.letters = static_cast<int>(network().letters().size());
  out.step_width = 3;
  for (const auto& step : steps) {
    std::vector<float> row(static_cast<std::size_t>(out.letters), 0.F);
    row[kBlank] = 1;
    for (const auto& [letter, p] : step) {
      const auto& all = network().letters();
      row[static_cast<std::size_t>(std::find(all.begin() + 1, all.end(), letter) - all.begin())] += p;
      row[kBlank] -= p;
    }
    out.values.insert(out.values.end(), row.begin(), row.end());
    ++out.steps;
  }
  return out;
}

TEST(Decoding, RepeatedStepsAreOneLetterAndSilenceParts) {
  const auto line = believing({{{"L", .9F}}, {{"L", .9F}}, {}, {{"L", .9F}}, {{"A", .9F}}});
  const Alphabet letters(network(), "AL");
  EXPECT_EQ(decode(line, letters, {0, line.steps}).text(), "LLA");
}

TEST(Decoding, ProbabilityOfTextsOfOneLineSumsToOne) {
  const auto line = believing({{{"A", .6F}, {"B", .4F}}, {}, {{"A", .3F}, {"B", .7F}}});
  const Alphabet letters(network(), "AB");
  double sum = 0;
  for (const char* text : {"", "A", "B", "AA", "AB", "BA", "BB"}) sum += probability_of(text, line, letters, {0, 3});
  EXPECT_NEAR(sum, 1, 1e-3);
  EXPECT_NEAR(probability_of("AB", line, letters, {0, 3}), 0.42, 1e-3);
}

TEST(Decoding, APatternReadsLookAlikesWhereItsAlphabetLeavesNoOtherChoice) {
  const auto line = believing({{{"O", .95F}}, {}, {{"1", .95F}}});
  const Alphabet digits(network(), "0123456789", {"0O"}), letters(network(), "ABCDEFGHIJKLMNOPQRSTUVWXYZ", {"I1"});
  const auto found = match(line, {&digits, &letters}, {0, 3});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->text, "0I");
  EXPECT_GT(found->probability, 0.99);
  EXPECT_LT(found->plain, 0.01) << "neither was read as itself";
}

TEST(Decoding, APatternsProbabilityTellsAmbiguityApart) {
  const Alphabet digits(network(), "0123456789");
  const auto sure = match(believing({{{"8", .95F}}}), {&digits}, {0, 1});
  const auto torn = match(believing({{{"8", .5F}, {"3", .45F}}}), {&digits}, {0, 1});
  ASSERT_TRUE(sure && torn);
  EXPECT_GT(sure->probability, 0.99);
  EXPECT_NEAR(torn->probability, 0.5 / 0.95, 0.01);
}

TEST(Decoding, APatternPassesOverNoiseAroundIt) {
  const auto line = believing({{{"X", .9F}}, {}, {{"2", .9F}}, {}, {{"0", .9F}}, {}, {{"X", .9F}}});
  const Alphabet digits(network(), "0123456789");
  const auto found = match(line, {&digits, &digits}, {0, line.steps});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->text, "20");
  EXPECT_EQ(found->span.first, 2);
  EXPECT_EQ(found->span.last, 5);
}

TEST(Decoding, AStretchShorterThanItsPatternHasNoMatch) {
  const Alphabet digits(network(), "0123456789");
  EXPECT_FALSE(match(believing({{{"2", .9F}}}), {&digits, &digits}, {0, 1}));
  EXPECT_FALSE(match(believing({}), {&digits}, {0, 0}));
}

}  // namespace
