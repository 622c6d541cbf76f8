#include <gtest/gtest.h>

#include <cmath>
#include <reason_texts/reason_texts.hpp>

#include "../selfie_video_check.hpp"

namespace selfie_video {
namespace {

using cotejo::testing::Fake;
using cotejo::testing::Result;

// Two vectors whose cosine is `alike`.
const std::vector<float> kCard{1, 0, 0, 0};
std::vector<float> face_alike(double alike) {
  return {static_cast<float>(alike), static_cast<float>(std::sqrt(1 - alike * alike)), 0, 0};
}

// What one run sees; a test changes what it is about.
struct Selfie {
  std::int64_t count = 1;
  double alike = 0.75;
  double liveness = 0.95;
  double quality = 0.6;
  double seconds = 5;
  const char* no_probe = nullptr;  // absent reasons
  const char* no_reference = nullptr;
  const char* no_liveness = nullptr;
  bool photo = false;
};

Result judge(const Selfie& selfie, std::string_view params = "{}") {
  Fake<SelfieVideoCheck> fake{params};
  fake.given("count", selfie.count, 0.97, "selfie").given("quality", selfie.quality, 1, "selfie");
  if (!selfie.photo) fake.given("duration", selfie.seconds, 1, "selfie");
  if (selfie.no_probe) {
    fake.given_absent("probe", selfie.no_probe);
  } else {
    fake.given("probe", face_alike(selfie.alike), 1, "selfie");
  }
  if (selfie.no_reference) {
    fake.given_absent("reference", selfie.no_reference);
  } else {
    fake.given("reference", kCard, 1, "ine_front");
  }
  if (selfie.no_liveness) {
    fake.given_absent("liveness", selfie.no_liveness);
  } else {
    fake.given("liveness", selfie.liveness, 1, "selfie");
  }
  Result result = fake.run();
  EXPECT_TRUE(result.breaches.empty());
  EXPECT_EQ(result.status, Status::ok);
  cotejo::testing::expect_worded(result.items);
  return result;
}

TEST(SelfieVideo, LivingPersonOfTheCardPasses) {
  const Result result = judge({});
  EXPECT_EQ(result.verdict, Verdict::pass);
  EXPECT_TRUE(result.items.empty());
  EXPECT_GT(result.confidence, 0.9);
}

TEST(SelfieVideo, SelfiePhotoNeedsNoDuration) {
  Selfie selfie;
  selfie.photo = true;
  EXPECT_EQ(judge(selfie).verdict, Verdict::pass);
}

TEST(SelfieVideo, NoFaceFails) {
  Selfie selfie;
  selfie.count = 0;
  selfie.no_probe = "face.none";
  selfie.no_liveness = "liveness.no_face";
  const Result result = judge(selfie);
  EXPECT_EQ(result.verdict, Verdict::fail);
  ASSERT_EQ(result.items.size(), 1U);
  EXPECT_EQ(result.items[0].code, "selfie_video.no_face");
  EXPECT_EQ(result.items[0].ports, std::vector<std::string>{"count"});
}

TEST(SelfieVideo, SeveralFacesFailAndAreCounted) {
  Selfie selfie;
  selfie.count = 3;
  const Result result = judge(selfie);
  EXPECT_EQ(result.verdict, Verdict::fail);
  ASSERT_NE(result.item("selfie_video.several_faces"), nullptr);
  EXPECT_EQ(result.item("selfie_video.several_faces")->params.at("count").as_int64(), 3);
}

TEST(SelfieVideo, AnotherFaceFailsAsSurelyAsItDiffers) {
  Selfie selfie;
  selfie.alike = 0.05;
  const Result result = judge(selfie);
  EXPECT_EQ(result.verdict, Verdict::fail);
  const auto* item = result.item("selfie_video.face_mismatch");
  ASSERT_NE(item, nullptr);
  EXPECT_EQ(item->severity, Severity::critical);
  EXPECT_GT(item->confidence, 0.97);
  EXPECT_DOUBLE_EQ(item->params.at("similarity").as_double(), 0.05);
  EXPECT_EQ(item->ports, (std::vector<std::string>{"reference", "probe"}));
  selfie.alike = 0.31;
  EXPECT_LT(judge(selfie).item("selfie_video.face_mismatch")->confidence, 0.9);
}

TEST(SelfieVideo, SimilarityInBetweenIsUndecidedAndNoFraud) {
  Selfie selfie;
  for (const double alike : {0.33, 0.38, 0.415}) {
    selfie.alike = alike;
    const Result result = judge(selfie);
    EXPECT_EQ(result.verdict, Verdict::undecided) << alike;
    EXPECT_NE(result.item("selfie_video.face_uncertain"), nullptr) << alike;
    EXPECT_EQ(result.item("selfie_video.face_mismatch"), nullptr) << alike;
  }
}

TEST(SelfieVideo, BarelySimilarFacesPassWithLittleConfidence) {
  Selfie selfie;
  selfie.alike = 0.43;
  const Result result = judge(selfie);
  EXPECT_EQ(result.verdict, Verdict::pass);
  EXPECT_LT(result.confidence, 0.8);  // a product that asks for 0.9 sends it to a person
}

TEST(SelfieVideo, PictureInsteadOfAFaceFailsButNeverForSure) {
  Selfie selfie;
  selfie.liveness = 0.02;
  const Result result = judge(selfie);
  EXPECT_EQ(result.verdict, Verdict::fail);
  ASSERT_NE(result.item("selfie_video.not_live"), nullptr);
  EXPECT_LE(result.item("selfie_video.not_live")->confidence, 0.9);
  selfie.liveness = 0.45;
  EXPECT_EQ(judge(selfie).verdict, Verdict::undecided);
  EXPECT_NE(judge(selfie).item("selfie_video.not_live"), nullptr);
}

TEST(SelfieVideo, ShortVideoFails) {
  Selfie selfie;
  selfie.seconds = 0.8;
  const Result result = judge(selfie);
  EXPECT_EQ(result.verdict, Verdict::fail);
  ASSERT_NE(result.item("selfie_video.too_short"), nullptr);
  EXPECT_DOUBLE_EQ(result.item("selfie_video.too_short")->params.at("seconds").as_double(), 0.8);
  EXPECT_EQ(judge(selfie, R"({"min_seconds": 0.5})").verdict, Verdict::pass);
}

TEST(SelfieVideo, PersonWhoChangesFails) {
  Selfie selfie;
  selfie.no_probe = "face.different_people";
  const Result result = judge(selfie);
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_NE(result.item("selfie_video.face_changes"), nullptr);
}

TEST(SelfieVideo, WhatIsMissingLeavesItUndecidedAndNeverPasses) {
  Selfie selfie;
  selfie.no_reference = "face.none";
  EXPECT_EQ(judge(selfie).verdict, Verdict::undecided);
  selfie = {};
  selfie.no_probe = "face.no_image";
  EXPECT_EQ(judge(selfie).verdict, Verdict::undecided);
  selfie = {};
  selfie.no_liveness = "liveness.no_image";
  EXPECT_EQ(judge(selfie).verdict, Verdict::undecided);
  EXPECT_EQ(Fake<SelfieVideoCheck>().run().verdict, Verdict::undecided);
}

TEST(SelfieVideo, PoorFaceIsAskedForAgainAndNotCompared) {
  Selfie selfie;
  selfie.quality = 0.01;
  selfie.alike = 0.1;
  const Result result = judge(selfie);
  EXPECT_EQ(result.verdict, Verdict::undecided);
  EXPECT_NE(result.item("selfie_video.low_quality"), nullptr);
  EXPECT_EQ(result.item("selfie_video.face_mismatch"), nullptr);
}

TEST(SelfieVideo, FailureOutweighsWhatIsUndecided) {
  Selfie selfie;
  selfie.alike = 0.0;
  selfie.no_liveness = "liveness.no_face";
  EXPECT_EQ(judge(selfie).verdict, Verdict::fail);
}

TEST(SelfieVideo, ThresholdsThatCrossAreRefusedWhenLoaded) {
  EXPECT_THROW(Fake<SelfieVideoCheck>{R"({"min_similarity": 0.3})"}, std::exception);
  EXPECT_THROW(Fake<SelfieVideoCheck>{R"({"not_live_below": 0.9})"}, std::exception);
}

}  // namespace
}  // namespace selfie_video
