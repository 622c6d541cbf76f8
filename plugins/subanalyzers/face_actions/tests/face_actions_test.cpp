#include "../face_actions.hpp"

#include <gtest/gtest.h>

#include <cotejo/testing.hpp>
#include <opencv2/imgproc.hpp>

#include "../../face/tests/photos.hpp"

namespace face_actions {
namespace {

using cotejo::testing::Fake;
using cotejo::testing::Result;

const std::vector<std::string> kModelNames{"face-detect", "face-landmark", "face-eye"};

class FaceActionsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!face_photos::available(kModelNames)) GTEST_SKIP() << "needs the models and dlib's example photos";
  }
  // In two seconds.
  static Result watch(const std::vector<cv::Mat>& photos, std::string_view params = "{}") {
    Fake<FaceActions> fake{params, face_photos::models(kModelNames)};
    std::vector<Image> frames;
    for (const cv::Mat& photo : photos) {
      frames.push_back(as_image(
          photo, Image::whole(static_cast<std::uint32_t>(photo.cols), static_cast<std::uint32_t>(photo.rows)),
          2'000'000'000LL * static_cast<std::int64_t>(frames.size()) / static_cast<std::int64_t>(photos.size())));
    }
    fake.given("frames", frames, std::chrono::seconds(2), 1, "selfie");
    Result result = fake.run();
    EXPECT_TRUE(result.breaches.empty());
    EXPECT_EQ(result.status, Status::ok);
    return result;
  }
  static Result watch(const cv::Mat& photo, std::size_t count, std::string_view params = "{}") {
    return watch(std::vector<cv::Mat>(count, photo), params);
  }
  static std::string reason(const Result& result, const char* trait) { return result.traits.at(trait).absent_reason; }
};

TEST_F(FaceActionsTest, StillPictureDoesNothingAndItsEyesAreOpen) {
  const Result result = watch(face_photos::person(0).front(), 24);
  ASSERT_NE(result.trait("list"), nullptr);
  EXPECT_EQ(result.trait("list")->text(), "[]");
  EXPECT_TRUE(result.trait("eyes")->boolean());
  EXPECT_DOUBLE_EQ(result.trait("rate")->number(), 12);
}

TEST_F(FaceActionsTest, FramesTooFarApartToSeeABlinkTellNothing) {
  const Result result = watch(face_photos::person(0).front(), 8);
  EXPECT_EQ(reason(result, "list"), "face.actions.too_few_frames");
  EXPECT_NE(watch(face_photos::person(0).front(), 8, R"({"min_rate": 4})").trait("list"), nullptr);
}

TEST_F(FaceActionsTest, VideoWithoutAFaceTellsNothing) {
  const Result result = watch(cv::Mat(200, 160, CV_8UC3, cv::Scalar(90, 120, 150)), 24);
  EXPECT_EQ(reason(result, "list"), "face.actions.face_lost");
  EXPECT_DOUBLE_EQ(result.trait("rate")->number(), 0);
}

TEST_F(FaceActionsTest, VideoOfOneFrameTellsNothing) {
  EXPECT_EQ(reason(watch(face_photos::person(0).front(), 1), "list"), "face.actions.too_few_frames");
}

TEST_F(FaceActionsTest, FaceThatLeavesForHalfTheTimeTellsNothing) {
  std::vector<cv::Mat> frames(24, face_photos::person(0).front());
  const cv::Mat wall(frames[0].size(), CV_8UC3, cv::Scalar(90, 120, 150));
  std::fill(frames.begin() + 12, frames.end(), wall);
  EXPECT_EQ(reason(watch(frames), "list"), "face.actions.face_lost");
  EXPECT_NE(watch(frames, R"({"min_seen": 0.4})").trait("list"), nullptr);
}

TEST_F(FaceActionsTest, WhatABystanderDoesIsNothing) {
  const cv::Mat person = face_photos::person(0).front();
  std::vector<cv::Mat> frames;
  for (std::size_t i = 0; i < 24; ++i) {
    cv::Mat bystander, both;
    cv::resize(face_photos::person(1)[i / 6], bystander, person.size() / 2, 0, 0, cv::INTER_AREA);
    cv::copyMakeBorder(person, both, 0, 0, 0, person.cols, cv::BORDER_CONSTANT, cv::Scalar::all(150));
    bystander.copyTo(both(cv::Rect(both.cols - bystander.cols, 0, bystander.cols, bystander.rows)));
    frames.push_back(both);
  }
  EXPECT_EQ(watch(frames).trait("list")->text(), "[]");
}

TEST_F(FaceActionsTest, FaceTooSmallTellsNothing) {
  cv::Mat small;
  cv::resize(face_photos::person(0).front(), small, {}, 0.5, 0.5, cv::INTER_AREA);
  EXPECT_EQ(reason(watch(small, 24, R"({"min_eye_distance": 60})"), "list"), "face.actions.too_small");
}

}  // namespace
}  // namespace face_actions
