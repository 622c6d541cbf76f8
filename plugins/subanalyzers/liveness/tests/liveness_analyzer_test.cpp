#include "../liveness_analyzer.hpp"

#include <gtest/gtest.h>

#include <cotejo/testing.hpp>
#include <opencv2/imgproc.hpp>

#include "../../face/tests/photos.hpp"

namespace liveness_analyzer {
namespace {

using cotejo::testing::Fake;
using cotejo::testing::Result;

const std::vector<std::string> kModelNames{"face-detect", "face-liveness"};

class LivenessAnalyzerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!face_photos::available(kModelNames)) GTEST_SKIP() << "needs the models and dlib's example photos";
    const auto photos = face_photos::person(0);
    photos_.assign(photos.begin(), photos.begin() + 4);
  }
  static Image whole_image(const cv::Mat& mat) {
    return as_image(mat, Image::whole(static_cast<std::uint32_t>(mat.cols), static_cast<std::uint32_t>(mat.rows)));
  }
  Result run(std::string_view boxes_json, std::string_view boxes_evidence) {
    Fake<LivenessAnalyzer> fake{"{}", face_photos::models(kModelNames)};
    std::vector<Image> images;
    for (const auto& photo : photos_) images.push_back(whole_image(photo));
    fake.given("frames", images, std::chrono::seconds(1), 1, "selfie");
    if (!boxes_json.empty()) fake.given("boxes", boxes_json, 1, boxes_evidence);
    Result result = fake.run();
    EXPECT_TRUE(result.breaches.empty());
    return result;
  }
  std::vector<cv::Mat> photos_;
};

TEST_F(LivenessAnalyzerTest, PhotoIsScoredByTheModelAlone) {
  Fake<LivenessAnalyzer> fake{"{}", face_photos::models(kModelNames)};
  const Result result = fake.given("image", whole_image(photos_[0])).run();
  EXPECT_TRUE(result.breaches.empty());
  EXPECT_EQ(result.trait("frames")->integer(), 1);
  EXPECT_EQ(result.trait("score")->number(), result.trait("passive")->number());
  EXPECT_EQ(result.trait("motion")->text(), "unknown");
  EXPECT_EQ(result.traits.at("bending").absent_reason, "liveness.no_motion");
}

TEST_F(LivenessAnalyzerTest, FramesWithoutAFaceAreLeftOut) {
  photos_[1] = cv::Mat(150, 150, CV_8UC3, cv::Scalar::all(90));
  EXPECT_EQ(run("", "").trait("frames")->integer(), 3);
}

TEST_F(LivenessAnalyzerTest, FaceThatIsAwayForMostOfTheTimeIsNotJudged) {
  for (std::size_t i = 1; i < photos_.size(); ++i) photos_[i] = cv::Mat(150, 150, CV_8UC3, cv::Scalar::all(90));
  EXPECT_EQ(run("", "").traits.at("score").absent_reason, "liveness.face_lost");
}

TEST_F(LivenessAnalyzerTest, OnePictureRepeatedAsAVideoIsFrozenAndNotLive) {
  photos_.assign(8, photos_[0]);
  const Result result = run("", "");
  EXPECT_EQ(result.trait("motion")->text(), "frozen");
  EXPECT_LT(result.trait("score")->number(), 0.3);
}

TEST_F(LivenessAnalyzerTest, VideoOfOneFrameIsJudgedAsThePhotoItIs) {
  photos_.resize(1);
  const Result result = run("", "");
  EXPECT_EQ(result.trait("motion")->text(), "unknown");
  EXPECT_EQ(result.trait("score")->number(), result.trait("passive")->number());
}

TEST_F(LivenessAnalyzerTest, OfTwoFacesTheLargerIsJudged) {
  const double alone = run("", "").trait("passive")->number();
  for (cv::Mat& photo : photos_) {
    cv::Mat small;
    cv::resize(photo, small, {}, 0.4, 0.4, cv::INTER_AREA);
    cv::copyMakeBorder(photo, photo, 0, 0, 0, 3 * photo.cols, cv::BORDER_CONSTANT, cv::Scalar::all(150));
    small.copyTo(photo(cv::Rect(photo.cols - small.cols, photo.rows - small.rows, small.cols, small.rows)));
  }
  EXPECT_EQ(run("", "").trait("frames")->integer(), 4);
  EXPECT_NEAR(run("", "").trait("passive")->number(), alone, 0.3);
}

TEST_F(LivenessAnalyzerTest, BoxesOfTheSameEvidenceAreTaken) {
  EXPECT_EQ(run("[[5,5,140,140],null,[5,5,140,140],false]", "selfie").trait("frames")->integer(), 3);
}

TEST_F(LivenessAnalyzerTest, OfManyFramesAFewWithAFaceAreJudged) {
  const cv::Mat wall(150, 150, CV_8UC3, cv::Scalar::all(90));
  Fake<LivenessAnalyzer> fake{R"({"max_frames": 3})", face_photos::models(kModelNames)};
  std::vector<Image> images;
  std::string boxes;
  for (int i = 0; i < 12; ++i) {
    images.push_back(whole_image(i % 3 == 0 ? wall : photos_[static_cast<std::size_t>(i % 4)]));
    boxes += std::string(i == 0 ? "[" : ",") + (i % 3 == 0 ? "null" : "[5,5,140,140]");
  }
  fake.given("frames", images, std::chrono::seconds(12), 1, "interview").given("boxes", boxes + "]", 1, "interview");
  EXPECT_EQ(fake.run().trait("frames")->integer(), 3);
}

TEST_F(LivenessAnalyzerTest, BoxesOfAnotherEvidenceAreNot) {
  EXPECT_EQ(run("[null,null,null,null]", "ine_front").trait("frames")->integer(), 4);
  EXPECT_EQ(run("[null]", "selfie").trait("frames")->integer(), 4);
  EXPECT_EQ(run("[", "selfie").trait("frames")->integer(), 4);
}

TEST_F(LivenessAnalyzerTest, NoFaceAndNoImageAreTwoReasons) {
  Fake<LivenessAnalyzer> blank{"{}", face_photos::models(kModelNames)};
  const cv::Mat wall(300, 300, CV_8UC3, cv::Scalar::all(140));
  EXPECT_EQ(blank.given("image", whole_image(wall)).run().traits.at("score").absent_reason, "liveness.no_face");
  Fake<LivenessAnalyzer> nothing{"{}", face_photos::models(kModelNames)};
  EXPECT_EQ(nothing.run().traits.at("score").absent_reason, "liveness.no_image");
}

}  // namespace
}  // namespace liveness_analyzer
