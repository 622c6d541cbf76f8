#include "../face_persons.hpp"

#include <gtest/gtest.h>

#include <cotejo/testing.hpp>
#include <opencv2/imgproc.hpp>

#include "photos.hpp"

namespace face_analyzer {
namespace {

using cotejo::testing::Fake;
using cotejo::testing::Result;

const std::vector<std::string> kModelNames{"face-detect", "face-landmark", "face-feature"};

class FacePersonsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!face_photos::available(kModelNames)) GTEST_SKIP() << "needs the models and dlib's example photos";
  }

  static faces::Embedding embedding_of(const cv::Mat& photo) {
    const auto bytes = [](const char* name) { return face_photos::read(face_photos::kModels / name); };
    const auto detect = bytes("face-detect.onnx"), landmark = bytes("face-landmark.onnx"),
               feature = bytes("face-feature.onnx");
    FaceReader reader({detect, landmark, feature});
    return reader.read_image(photo, {}).embedding.value();
  }

  static Result run(const std::vector<cv::Mat>& photos, const std::optional<faces::Embedding>& reference,
                    std::optional<double> quality = {}) {
    Fake<FacePersons> fake{"{}", face_photos::models(kModelNames)};
    std::vector<Image> images;
    for (size_t i = 0; i < photos.size(); ++i)
      images.push_back(
          as_image(photos[i],
                   Image::whole(static_cast<std::uint32_t>(photos[i].cols), static_cast<std::uint32_t>(photos[i].rows)),
                   static_cast<std::int64_t>(i) * 1'000'000'000));
    fake.given("frames", images, std::chrono::seconds(photos.size()));
    if (reference) fake.given("reference", std::vector<float>(reference->begin(), reference->end()));
    if (quality) fake.given("reference_quality", *quality);
    Result result = fake.run();
    EXPECT_TRUE(result.breaches.empty());
    return result;
  }
};

TEST_F(FacePersonsTest, TellsTwoPeopleWhoTakeTurnsAndWhoOfThemApplies) {
  const auto one = face_photos::person(0), other = face_photos::person(1);
  const Result result = run({one[0], other[0], one[1], other[1], one[2], other[2]}, embedding_of(one[5]));
  EXPECT_EQ(result.trait("count")->integer(), 2);
  EXPECT_NEAR(result.trait("applicant_share")->number(), 0.5, 0.1);
  EXPECT_NEAR(result.trait("other_share")->number(), 0.5, 0.1);
  EXPECT_GT(result.trait("applicant_similarity")->number(), 0.5);
  EXPECT_EQ(boost::json::parse(result.trait("persons")->text()).as_array().size(), 2U);
}

TEST_F(FacePersonsTest, TellsWhereTheApplicantIsInEachFrame) {
  const auto one = face_photos::person(0), other = face_photos::person(1);
  const cv::Mat wall(one[0].size(), CV_8UC3, cv::Scalar(180, 160, 150));
  const Result result = run({one[0], other[0], one[1], wall, other[1], one[2]}, embedding_of(one[5]));
  const auto boxes = boost::json::parse(result.trait("boxes")->text()).as_array();
  ASSERT_EQ(boxes.size(), 6U);
  for (const std::size_t seen : {0U, 2U, 5U}) EXPECT_EQ(boxes[seen].as_array().size(), 4U) << seen;
  for (const std::size_t unseen : {1U, 3U, 4U}) EXPECT_TRUE(boxes[unseen].is_null()) << unseen;
}

TEST_F(FacePersonsTest, NobodyIsSomebodyElseForAVideoOnItsSide) {
  std::vector<cv::Mat> frames;
  for (const cv::Mat& photo : face_photos::person(2)) {
    cv::Mat turned;
    cv::rotate(photo, turned, cv::ROTATE_90_CLOCKWISE);
    frames.push_back(turned);
  }
  const Result result = run(frames, embedding_of(face_photos::person(2)[0]));
  EXPECT_EQ(result.traits.at("applicant_share").absent_reason, "face.turned");
  EXPECT_EQ(result.traits.at("no_face_share").absent_reason, "face.turned");
}

TEST_F(FacePersonsTest, SomebodyElseIsNotTheApplicant) {
  const auto other = face_photos::person(1);
  const Result result = run({other[0], other[1], other[2]}, embedding_of(face_photos::person(0)[0]));
  EXPECT_EQ(result.trait("applicant_share")->number(), 0);
  EXPECT_LT(result.trait("applicant_similarity")->number(), 0.42);
}

TEST_F(FacePersonsTest, AComparisonIsAsGoodAsThePoorerOfTheTwoFaces) {
  const auto one = face_photos::person(0);
  const auto compared = [&](std::optional<double> quality) {
    return run({one[0], one[1], one[2]}, embedding_of(one[5]), quality).trait("compared_quality")->number();
  };
  EXPECT_EQ(compared(0.04), 0.04);
  EXPECT_GT(compared(1.0), 0.3);
  EXPECT_EQ(compared(std::nullopt), compared(1.0));
}

TEST_F(FacePersonsTest, SaysWhyTheShareOfAnUnknownApplicantIsNotTold) {
  const auto one = face_photos::person(0);
  const Result result = run({one[0], one[1], one[2]}, std::nullopt);
  EXPECT_EQ(result.traits.at("applicant_share").absent_reason, "face.persons.no_reference");
  EXPECT_EQ(result.trait("main_share")->number(), 1);
}

TEST_F(FacePersonsTest, AnEmptyRoomHasNoFaceAtAll) {
  const Result result = run(std::vector<cv::Mat>(3, cv::Mat(200, 200, CV_8UC3, cv::Scalar(180, 160, 150))), {});
  EXPECT_EQ(result.trait("count")->integer(), 0);
  EXPECT_EQ(result.trait("no_face_share")->number(), 1);
  EXPECT_EQ(result.traits.at("persons").absent_reason, "face.none");
}

}  // namespace
}  // namespace face_analyzer
