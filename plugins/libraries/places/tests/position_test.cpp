#include "places/position.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace cotejo::places {
namespace {

constexpr Position kZocalo{19.4326, -99.1332}, kMonterrey{25.6714, -100.3098};

TEST(Position, DistancesAreThoseOfMaps) {
  EXPECT_NEAR(km_between(kZocalo, kMonterrey), 704, 4);
  EXPECT_NEAR(km_between({0, 0}, {0, 1}), 111.2, 0.1);
  EXPECT_EQ(km_between(kZocalo, kZocalo), 0);
}

TEST(Position, DistancesHoldAcrossTheDateLineAndAtThePoles) {
  EXPECT_NEAR(km_between({0, 179.5}, {0, -179.5}), 111.2, 0.1);
  EXPECT_NEAR(km_between({90, 0}, {-90, 17}), 20015, 1);
}

double km_to(const std::vector<Position>& path) {
  return km_to_path({20, -100}, path);
}

TEST(Position, LinesAreAsFarAsTheirNearestPoint) {
  EXPECT_NEAR(km_to({{21, -101}, {21, -99}}), 111.2, 0.2);              // beside it
  EXPECT_NEAR(km_to({{20, -98}, {20, -97}}), 208.9, 0.5);               // beyond its end
  EXPECT_NEAR(km_to({{20, -98}, {20, -98}}), 208.9, 0.5);               // a point
  EXPECT_NEAR(km_to({{20, -101}, {20, -99}}), 0, 1e-9);                 // upon it
  EXPECT_NEAR(km_to({{25, -101}, {21, -101}, {21, -99}}), 111.2, 0.2);  // the second piece
}

}  // namespace
}  // namespace cotejo::places
