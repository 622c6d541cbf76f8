// What needs no model: overlaps, alignment, pose, vectors.
#include <gtest/gtest.h>

#include <cmath>
#include <faces/detector.hpp>
#include <faces/embedder.hpp>
#include <faces/landmarks.hpp>

namespace faces {
namespace {

// Eyes, nose and mouth of a plain face with `unit` pixels between the eyes, turned by `roll` degrees around (x, y).
Landmarks plain_face(float x, float y, float unit, float roll = 0, float nose_aside = 0) {
  Landmarks points{};
  const float angle = roll * 3.14159265F / 180;
  const auto at = [&](float dx, float dy) {
    return cv::Point2f(x + unit * (dx * std::cos(angle) - dy * std::sin(angle)),
                       y + unit * (dx * std::sin(angle) + dy * std::cos(angle)));
  };
  for (const size_t i : {37U, 38U, 40U, 41U}) points[i] = at(-0.5F, 0);
  for (const size_t i : {43U, 44U, 46U, 47U}) points[i] = at(0.5F, 0);
  points[30] = at(nose_aside, 0.66F);
  for (const size_t i : {48U, 60U}) points[i] = at(-0.4F, 1.1F);
  for (const size_t i : {54U, 64U}) points[i] = at(0.4F, 1.1F);
  return points;
}

TEST(Detector, BoxesOfTheSameFaceAreMergedIntoTheBest) {
  const auto kept = suppress_duplicates(
      {{{10, 10, 50, 60}, 0.9F}, {{12, 11, 50, 60}, 0.99F}, {{200, 10, 30, 40}, 0.95F}, {{20, 20, 25, 30}, 0.8F}},
      0.35F);
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_FLOAT_EQ(kept[0].score, 0.99F);  // the largest first
  EXPECT_FLOAT_EQ(kept[1].box.x, 200);
}

TEST(Pose, RollFollowsTheEyes) {
  for (const float roll : {-40.F, -10.F, 0.F, 25.F}) {
    EXPECT_NEAR(estimate_pose(plain_face(300, 200, 80, roll)).roll, roll, 0.5);
    EXPECT_NEAR(estimate_pose(plain_face(300, 200, 80, roll)).yaw, 0, 0.5);
  }
}

TEST(Pose, YawFollowsTheNoseWhateverTheSizeAndRoll) {
  const float yaw = estimate_pose(plain_face(300, 200, 80, 0, 0.25F)).yaw;
  EXPECT_GT(yaw, 15);
  EXPECT_NEAR(estimate_pose(plain_face(90, 700, 31, 30, 0.25F)).yaw, yaw, 0.5);
  EXPECT_NEAR(estimate_pose(plain_face(300, 200, 80, 0, -0.25F)).yaw, -yaw, 0.5);
}

TEST(Align, PutsEyesWhereTheModelExpectsThem) {
  for (const float unit : {20.F, 60.F, 240.F}) {
    for (const float roll : {0.F, 30.F}) {
      cv::Mat image(900, 900, CV_8UC3, cv::Scalar::all(0));
      const auto points = plain_face(450, 400, unit, roll);
      const auto five = five_points(points);
      cv::Mat blob = image;
      for (int y = 0; y < image.rows; ++y) {
        for (int x = 0; x < image.cols; ++x) {
          const double d = cv::norm(cv::Point2f(static_cast<float>(x), static_cast<float>(y)) - five[0]) / unit;
          if (d < 0.15) blob.at<cv::Vec3b>(y, x) = {255, 255, 255};
        }
      }
      const cv::Mat crop = align(blob, points);
      ASSERT_EQ(crop.size(), cv::Size(112, 112));
      std::vector<cv::Mat> channels;
      cv::split(crop, channels);
      double weight = 0, cx = 0, cy = 0;
      for (int y = 0; y < 112; ++y) {
        for (int x = 0; x < 112; ++x) {
          const double v = channels[0].at<std::uint8_t>(y, x);
          weight += v, cx += v * x, cy += v * y;
        }
      }
      EXPECT_NEAR(cx / weight, 38.3, 2.5) << unit << " " << roll;
      EXPECT_NEAR(cy / weight, 51.7, 2.5) << unit << " " << roll;
    }
  }
}

TEST(Embedding, SimilarityIsTheCosine) {
  const std::vector<float> a{1, 0}, b{0, 2}, c{3, 3}, none;
  EXPECT_FLOAT_EQ(similarity(a, a), 1);
  EXPECT_FLOAT_EQ(similarity(a, b), 0);
  EXPECT_NEAR(similarity(a, c), std::sqrt(0.5), 1e-6);
  EXPECT_FLOAT_EQ(similarity(a, none), 0);
}

}  // namespace
}  // namespace faces
