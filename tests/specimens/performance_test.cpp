#include "performance.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "replay.hpp"

namespace cotejo::specimens {
namespace {

const Vigour kVigour{20, 30, 0.25, 0.45};

std::vector<std::string> asked(const Performance& performance) {
  std::vector<std::string> names;
  for (const Action& action : performance.actions)
    if (action.asked) names.push_back(action.name);
  return names;
}

TEST(Performance, IsWhatItsVariantSays) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const auto done = [&](const char* variant) { return perform(variant, kVigour, Random(seed)); };
    EXPECT_EQ(asked(done("genuine")), done("genuine").steps);
    EXPECT_NE(asked(done("wrong_order")), done("wrong_order").steps);
    EXPECT_TRUE(std::ranges::is_permutation(asked(done("wrong_order")), done("wrong_order").steps));
    EXPECT_EQ(asked(done("missing_step")).size() + 1, done("missing_step").steps.size());
    EXPECT_TRUE(asked(done("none")).empty());
  }
}

TEST(Performance, NoStepIsAskedForTwiceInARowAndNothingHappensAtTheSameTime) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const Performance performance = perform("genuine", kVigour, Random(seed));
    EXPECT_EQ(std::ranges::adjacent_find(performance.steps), performance.steps.end());
    for (std::size_t i = 1; i < performance.actions.size(); ++i)
      EXPECT_LE(performance.actions[i - 1].end, performance.actions[i].start);
    EXPECT_LT(performance.actions.back().end, performance.seconds);
  }
}

TEST(Performance, LeftIsThePersonsOwn) {
  const Performance performance{{"turn_left"}, {{"turn_left", 1, 2, 25}, {"look_down", 3, 4, 20}}, 5};
  EXPECT_DOUBLE_EQ(performance.at(0.5).yaw, 0);
  EXPECT_NEAR(performance.at(1.5).yaw, 25, 1e-9);  // towards the right of the picture
  EXPECT_NEAR(performance.at(3.5).pitch, -20, 1e-9);
}

TEST(Display, ShowsWholePicturesAndTheSameWayAgain) {
  const Display display(Random(3)), again(Random(3));
  EXPECT_LE(display.shown_time(1.01), 1.01);
  EXPECT_GT(display.shown_time(1.01), 1.01 - 1.0 / 24 - 1e-9);
  const cv::Mat video(320, 240, CV_8UC3, cv::Scalar(90, 120, 160));
  const cv::Mat seen = display.photographed(video, 0.5);
  EXPECT_EQ(seen.size(), video.size());
  EXPECT_EQ(cv::norm(seen, again.photographed(video, 0.5), cv::NORM_L1), 0);
  EXPECT_GT(cv::norm(seen, display.photographed(video, 0.7), cv::NORM_L1), 0);
}

}  // namespace
}  // namespace cotejo::specimens
