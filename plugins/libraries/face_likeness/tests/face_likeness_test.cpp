#include <gtest/gtest.h>

#include <cmath>
#include <face_likeness/face_likeness.hpp>
#include <vector>

namespace cotejo::face_likeness {
namespace {

const std::vector<float> kCard{1, 0, 0, 0};

TEST(FaceLikeness, CosineOfDamagedVectorsIsZero) {
  const std::vector<float> zero{0, 0, 0, 0}, shorter{1, 0}, huge{3e38F, 3e38F, 3e38F, 3e38F};
  EXPECT_EQ(similarity(kCard, zero), 0);
  EXPECT_EQ(similarity(kCard, shorter), 0);
  EXPECT_EQ(similarity({}, {}), 0);
  EXPECT_TRUE(std::isfinite(similarity(kCard, huge)));
}

TEST(FaceLikeness, SurerTheFurtherFromTheMiddle) {
  EXPECT_NEAR(same_person(0.39), 0.5, 1e-9);
  EXPECT_GT(same_person(0.6), 0.98);
  EXPECT_LT(same_person(0.2), 0.03);
}

}  // namespace
}  // namespace cotejo::face_likeness
