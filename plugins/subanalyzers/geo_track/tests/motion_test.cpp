#include "../motion.hpp"

#include <gtest/gtest.h>

namespace cotejo::geo_track {
namespace {

Fix fix(double latitude, double longitude, int second, std::optional<double> accuracy = 10) {
  return {{latitude, longitude}, accuracy, {instants::Milliseconds(std::chrono::seconds(second)), {}}, {}, {}};
}

Track track(std::vector<Fix> fixes) {
  Track out;
  out.fixes = std::move(fixes);
  return out;
}

TEST(Motion, ThePositionIsTheMostAccurateOfTheNewestFixes) {
  const Track some = track({fix(1, 1, 0, 1), fix(2, 2, 100, 8), fix(3, 3, 150, 20), fix(4, 4, 200, 30)});
  EXPECT_EQ(position_of(some, 120), &some.fixes[1]);
  EXPECT_EQ(position_of(some, 10), &some.fixes[3]);
  EXPECT_EQ(position_of(some, 1000), &some.fixes[0]);
}

TEST(Motion, WithoutAccuraciesThePositionIsTheNewest) {
  const Track some = track({fix(1, 1, 0, std::nullopt), fix(2, 2, 5, std::nullopt)});
  EXPECT_EQ(position_of(some, 60), &some.fixes[1]);
  EXPECT_EQ(position_of(track({}), 60), nullptr);
}

TEST(Motion, SpeedIsWhatRemainsWhenBothFixesAreOff) {
  const Track some = track({fix(19, -99, 0, 1000), fix(19.1, -99, 100, 1000)});  // 11.1 km in 100 s
  EXPECT_NEAR(fastest_leg(some, 100)->speed(), 91.2, 0.2);
  EXPECT_EQ(fastest_leg(track({fix(19, -99, 0, 9000), fix(19.1, -99, 100, 9000)}), 100)->speed(), 0);
}

TEST(Motion, FixesThatDoNotSaySoAreOffByWhatTheProductSays) {
  const Track some = track({fix(19, -99, 0, std::nullopt), fix(19.1, -99, 100, std::nullopt)});
  EXPECT_NEAR(fastest_leg(some, 1000)->km, 9.12, 0.02);
}

TEST(Motion, AJumpWithinASecondTakesASecond) {
  EXPECT_NEAR(fastest_leg(track({fix(19, -99, 7), fix(20, -99, 7)}), 100)->speed(), 111200, 200);
}

TEST(Motion, TheFastestLegCounts) {
  const Track some = track({fix(19, -99, 0), fix(19.001, -99, 60), fix(19.5, -99, 120), fix(19.5, -99, 180)});
  EXPECT_EQ(fastest_leg(some, 100)->seconds, 60);
  EXPECT_NEAR(fastest_leg(some, 100)->km, 55.5, 0.2);
  EXPECT_EQ(span_of(some), 180);
}

TEST(Motion, OneFixDoesNotMove) {
  EXPECT_FALSE(fastest_leg(track({fix(19, -99, 0)}), 100));
  EXPECT_EQ(span_of(track({})), 0);
}

}  // namespace
}  // namespace cotejo::geo_track
