#include "../face_analyzer.hpp"

#include <gtest/gtest.h>

#include <cotejo/testing.hpp>
#include <opencv2/imgproc.hpp>

#include "photos.hpp"

namespace face_analyzer {
namespace {

using cotejo::testing::Fake;
using cotejo::testing::Result;

const std::vector<std::string> kModelNames{"face-detect", "face-landmark", "face-feature"};

Image whole_image(const cv::Mat& mat, std::int64_t time_ns = 0) {
  return as_image(mat, Image::whole(static_cast<std::uint32_t>(mat.cols), static_cast<std::uint32_t>(mat.rows)),
                  time_ns);
}

class FaceAnalyzerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!face_photos::available(kModelNames)) GTEST_SKIP() << "needs the models and dlib's example photos";
  }

  Result analyze(const cv::Mat& photo, std::string_view params = "{}") {
    Fake<FaceAnalyzer> fake{params, face_photos::models(kModelNames)};
    fake.given("image", whole_image(photo));
    Result result = fake.run();
    EXPECT_TRUE(result.breaches.empty());
    return result;
  }

  Result analyze_frames(const std::vector<cv::Mat>& photos, std::string_view params = "{}") {
    Fake<FaceAnalyzer> fake{params, face_photos::models(kModelNames)};
    std::vector<Image> images;
    for (size_t i = 0; i < photos.size(); ++i)
      images.push_back(whole_image(photos[i], static_cast<std::int64_t>(i) * 100'000'000));
    fake.given("frames", images, std::chrono::seconds(1));
    Result result = fake.run();
    EXPECT_TRUE(result.breaches.empty());
    return result;
  }

  static double cosine(const Result& a, const Result& b) {
    return faces::similarity(std::get<std::vector<float>>(a.trait("embedding")->value),
                             std::get<std::vector<float>>(b.trait("embedding")->value));
  }

  // A page of two by one: `left` and, beside it, `right`.
  static cv::Mat side_by_side(const cv::Mat& left, const cv::Mat& right) {
    cv::Mat page(std::max(left.rows, right.rows) + 80, left.cols + right.cols + 160, CV_8UC3,
                 cv::Scalar(205, 210, 200));
    left.copyTo(page(cv::Rect(40, 40, left.cols, left.rows)));
    right.copyTo(page(cv::Rect(left.cols + 120, 40, right.cols, right.rows)));
    return page;
  }

  static cv::Mat scaled(const cv::Mat& photo, double factor) {
    cv::Mat result;
    cv::resize(photo, result, {}, factor, factor, factor < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
    return result;
  }
};

TEST_F(FaceAnalyzerTest, PortraitHasOneFaceWhereTheRegionSays) {
  cv::Mat page(638, 1011, CV_8UC3, cv::Scalar(205, 210, 200));
  const cv::Mat photo = scaled(face_photos::person(0)[0], 1.6);
  photo.copyTo(page(cv::Rect(40, 150, photo.cols, photo.rows)));
  const Result result = analyze(page);
  EXPECT_EQ(result.trait("count")->integer(), 1);
  EXPECT_FALSE(result.trait("ghost")->boolean());
  ASSERT_TRUE(result.trait("box")->region);
  const auto region = *result.trait("box")->region;
  EXPECT_NEAR(region.x + region.width / 2, 160.0 / 1011, 0.03);
  EXPECT_NEAR(region.y + region.height / 2, 270.0 / 638, 0.06);
  EXPECT_EQ(boost::json::parse(result.trait("landmarks")->text()).as_array().size(), 68U);
  const auto& embedding = std::get<std::vector<float>>(result.trait("embedding")->value);
  EXPECT_EQ(embedding.size(), 512U);
  EXPECT_NEAR(cv::norm(embedding), 1.0, 1e-4);
}

TEST_F(FaceAnalyzerTest, SamePersonIsNearerThanAnyOther) {
  const auto a = analyze(face_photos::person(0)[0]);
  const auto same = analyze(face_photos::person(0)[5]);
  const auto other = analyze(face_photos::person(1)[0]);
  EXPECT_GT(cosine(a, same), 0.45);
  EXPECT_LT(cosine(a, other), 0.35);
}

TEST_F(FaceAnalyzerTest, PaleSmallCopyBesideThePortraitIsItsGhost) {
  const cv::Mat portrait = scaled(face_photos::person(2)[0], 2);
  cv::Mat ghost;
  cv::cvtColor(scaled(face_photos::person(2)[0], 0.9), ghost, cv::COLOR_BGR2GRAY);
  cv::cvtColor(ghost * 0.5 + 110, ghost, cv::COLOR_GRAY2BGR);
  const Result result = analyze(side_by_side(portrait, ghost));
  EXPECT_TRUE(result.trait("ghost")->boolean());
  EXPECT_EQ(result.trait("count")->integer(), 1);
  EXPECT_GT(cosine(result, analyze(face_photos::person(2)[0])), 0.8);
}

TEST_F(FaceAnalyzerTest, AnotherPersonBesideThePortraitIsNotAGhost) {
  const Result result = analyze(side_by_side(scaled(face_photos::person(2)[0], 2), face_photos::person(3)[0]));
  EXPECT_FALSE(result.trait("ghost")->boolean());
  EXPECT_EQ(result.trait("count")->integer(), 2);
}

TEST_F(FaceAnalyzerTest, TwoPeopleAreRefusedWhereOneIsAsked) {
  const cv::Mat two = side_by_side(face_photos::person(0)[0], face_photos::person(1)[0]);
  const Result refused = analyze(two, R"({"several": "refuse"})");
  EXPECT_EQ(refused.trait("count")->integer(), 2);
  EXPECT_EQ(refused.traits.at("embedding").absent_reason, "face.several");
  EXPECT_NE(analyze(two).trait("embedding"), nullptr);
}

TEST_F(FaceAnalyzerTest, EmptyWallHasNoFace) {
  const Result result = analyze(cv::Mat(480, 640, CV_8UC3, cv::Scalar(150, 160, 170)));
  EXPECT_EQ(result.trait("count")->integer(), 0);
  EXPECT_EQ(result.traits.at("embedding").absent_reason, "face.none");
}

TEST_F(FaceAnalyzerTest, FaceUpsideDownIsNobodysFace) {
  for (size_t person = 0; person < 10; ++person) {
    cv::Mat page(638, 1011, CV_8UC3, cv::Scalar(205, 210, 200));
    const cv::Mat portrait = scaled(face_photos::person(person % 5)[person / 5], 1.6);
    portrait.copyTo(page(cv::Rect(730, 250, portrait.cols, portrait.rows)));
    EXPECT_NE(analyze(page).trait("embedding"), nullptr);
    cv::rotate(page, page, cv::ROTATE_180);
    EXPECT_EQ(analyze(page).trait("embedding"), nullptr) << person;
  }
}

// However sharp the picture is: what the network does not know for a face is like nobody.
TEST_F(FaceAnalyzerTest, FaceWithABarOverItsEyesIsPoorToCompare) {
  const cv::Mat plain = scaled(face_photos::person(0)[0], 2);
  const Result seen = analyze(plain);
  const auto box = seen.trait("box")->region.value();
  cv::Mat hidden = plain.clone();
  const auto at = [](double share, int size) { return static_cast<int>(share * size); };
  cv::rectangle(hidden, {at(box.x, plain.cols), at(box.y + 0.25 * box.height, plain.rows)},
                {at(box.x + box.width, plain.cols), at(box.y + 0.5 * box.height, plain.rows)}, cv::Scalar::all(20), -1);
  EXPECT_GT(seen.trait("quality")->number(), 0.5);  // min_quality_to_differ of check.selfie_video
  EXPECT_LT(analyze(hidden).trait("quality")->number(), 0.3);
}

TEST_F(FaceAnalyzerTest, FaceTooSmallToCompareIsFoundButNotEmbedded) {
  cv::Mat page(400, 500, CV_8UC3, cv::Scalar(120, 125, 130));
  const cv::Mat photo = scaled(face_photos::person(0)[0], 0.2);
  photo.copyTo(page(cv::Rect(200, 150, photo.cols, photo.rows)));
  const Result result = analyze(page);
  EXPECT_EQ(result.trait("count")->integer(), 1);
  EXPECT_EQ(result.traits.at("embedding").absent_reason, "face.too_small");
}

TEST_F(FaceAnalyzerTest, FramesOfOnePersonAreAveraged) {
  const auto photos = face_photos::person(0);
  const Result video = analyze_frames({photos[0], photos[1], photos[2], photos[3], photos[4], photos[5]});
  EXPECT_EQ(video.trait("count")->integer(), 1);
  EXPECT_GT(video.trait("consistency")->number(), 0.4);
  EXPECT_GT(cosine(video, analyze(photos[8])), 0.5);
}

// As browsers and re-encodings write videos. Faces are found in them, with a good quality, and resemble nobody.
TEST_F(FaceAnalyzerTest, FacesOfAVideoOnItsSideAreNotCompared) {
  const auto upright = face_photos::person(2);
  for (const int way : {cv::ROTATE_90_CLOCKWISE, cv::ROTATE_180, cv::ROTATE_90_COUNTERCLOCKWISE}) {
    std::vector<cv::Mat> frames;
    for (const cv::Mat& photo : upright) {
      cv::Mat turned;
      cv::rotate(scaled(photo, 2), turned, way);
      frames.push_back(turned);
    }
    const Result result = analyze_frames(frames);
    EXPECT_EQ(result.traits.at("embedding").absent_reason, "face.turned") << way;
    EXPECT_EQ(result.traits.at("count").absent_reason, "face.turned") << way;
  }
}

TEST_F(FaceAnalyzerTest, PersonWhoChangesHalfWayIsNoticed) {
  const auto first = face_photos::person(0);
  const auto second = face_photos::person(1);
  const Result video = analyze_frames({first[0], first[1], first[2], second[0], second[1], second[2]});
  EXPECT_EQ(video.traits.at("embedding").absent_reason, "face.different_people");
}

// Of each part of the video the best frame is taken: here all three are the first person's.
TEST_F(FaceAnalyzerTest, PersonInTheFramesBesideTheBestOnesIsNoticed) {
  const auto shown = face_photos::person(0);
  std::vector<cv::Mat> frames;
  for (size_t i = 0; i < 3; ++i) {
    for (const auto& other : {face_photos::person(1)[2 * i], face_photos::person(1)[2 * i + 1]}) {
      frames.emplace_back();
      cv::GaussianBlur(other, frames.back(), {}, 1.5);
    }
    frames.push_back(shown[i]);
  }
  const Result video = analyze_frames(frames);
  EXPECT_EQ(video.traits.at("embedding").absent_reason, "face.different_people");
}

TEST_F(FaceAnalyzerTest, FacesTooPoorToTellWhoseTheyAreStandForNobody) {
  const auto frame = [](const cv::Mat& photo) {
    cv::Mat page(400, 500, CV_8UC3, cv::Scalar(120, 125, 130));
    photo.copyTo(page(cv::Rect(200, 150, photo.cols, photo.rows)));
    return page;
  };
  const cv::Mat shown = frame(face_photos::person(0)[0]), other = frame(scaled(face_photos::person(1)[0], 0.2));
  const Result video = analyze_frames({other, shown, other, other, shown, other, other, shown, other});
  EXPECT_EQ(video.traits.at("embedding").absent_reason, "face.unclear");
}

TEST_F(FaceAnalyzerTest, OneFrameWithAPasserByDoesNotMakeTwo) {
  const auto photos = face_photos::person(0);
  const cv::Mat crowd = side_by_side(photos[3], face_photos::person(1)[0]);
  EXPECT_EQ(analyze_frames({photos[0], photos[1], crowd, photos[4]}).trait("count")->integer(), 1);
  EXPECT_EQ(analyze_frames({photos[0], crowd, crowd, photos[4]}).trait("count")->integer(), 2);
}

TEST_F(FaceAnalyzerTest, SameInputGivesTheSameOutput) {
  const cv::Mat photo = face_photos::person(4)[2];
  EXPECT_EQ(std::get<std::vector<float>>(analyze(photo).trait("embedding")->value),
            std::get<std::vector<float>>(analyze(photo).trait("embedding")->value));
}

TEST_F(FaceAnalyzerTest, CancelledCallStops) {
  Fake<FaceAnalyzer> fake{"{}", face_photos::models(kModelNames)};
  const auto photos = face_photos::person(0);
  fake.given("frames", {whole_image(photos[0]), whole_image(photos[1])}, std::chrono::seconds(1)).cancel_after(0);
  EXPECT_EQ(fake.run().status, cotejo::Status::cancelled);
}

TEST_F(FaceAnalyzerTest, ImageThatCouldNotBeMadeLeavesEverythingAbsent) {
  Fake<FaceAnalyzer> fake{"{}", face_photos::models(kModelNames)};
  const Result result = fake.given_absent("image", "document.not_found").run();
  EXPECT_EQ(result.status, cotejo::Status::ok);
  EXPECT_EQ(result.traits.at("count").absent_reason, "face.no_image");
  EXPECT_EQ(result.traits.at("embedding").absent_reason, "face.no_image");
}

}  // namespace
}  // namespace face_analyzer
