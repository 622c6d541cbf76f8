// What tests/products/selfie_video cannot say: how confidences compare, and what loading refuses.
#include <gtest/gtest.h>

#include <cmath>
#include <reason_texts/reason_texts.hpp>

#include "../selfie_video_check.hpp"

namespace selfie_video {
namespace {

using cotejo::testing::Fake;
using cotejo::testing::Result;

// Of a selfie whose face has this cosine with the one on the card, and in which nothing else is wrong.
Result judge(double alike) {
  Fake<SelfieVideoCheck> fake;
  fake.given("count", std::int64_t{1}, 0.97, "selfie").given("quality", 0.6, 1, "selfie");
  fake.given("duration", 5.0, 1, "selfie").given("liveness", 0.95, 1, "selfie");
  fake.given("reference", std::vector<float>{1, 0}, 1, "ine_front");
  fake.given("probe", std::vector<float>{static_cast<float>(alike), static_cast<float>(std::sqrt(1 - alike * alike))},
             1, "selfie");
  Result result = fake.run();
  EXPECT_TRUE(result.breaches.empty());
  cotejo::testing::expect_worded(result.items);
  return result;
}

TEST(SelfieVideo, AnotherFaceFailsAsSurelyAsItDiffers) {
  ASSERT_NE(judge(0.05).item("selfie_video.face_mismatch"), nullptr);
  EXPECT_GT(judge(0.05).item("selfie_video.face_mismatch")->confidence, 0.97);
  EXPECT_LT(judge(0.31).item("selfie_video.face_mismatch")->confidence, 0.9);
}

TEST(SelfieVideo, BarelySimilarFacesPassWithLittleConfidence) {
  EXPECT_GT(judge(0.75).confidence, 0.9);
  EXPECT_EQ(judge(0.43).verdict, Verdict::pass);
  EXPECT_LT(judge(0.43).confidence, 0.8);  // a product that asks for 0.9 sends it to a person
}

TEST(SelfieVideo, ThresholdsThatCrossAreRefusedWhenLoaded) {
  EXPECT_THROW(Fake<SelfieVideoCheck>{R"({"min_similarity": 0.3})"}, std::exception);
  EXPECT_THROW(Fake<SelfieVideoCheck>{R"({"not_live_below": 0.9})"}, std::exception);
}

}  // namespace
}  // namespace selfie_video
