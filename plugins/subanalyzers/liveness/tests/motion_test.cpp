#include "../motion.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "../verdict.hpp"

namespace liveness_analyzer {
namespace {

const cv::Rect2f kFace(120, 90, 130, 160);

// Something with texture everywhere; what it shows does not matter.
cv::Mat texture() {
  cv::Mat image(360, 400, CV_8UC3);
  cv::RNG random(3);
  random.fill(image, cv::RNG::UNIFORM, 40, 215);
  cv::GaussianBlur(image, image, {}, 2.5);
  cv::normalize(image, image, 30, 225, cv::NORM_MINMAX);
  return image;
}

cv::Mat with_noise(const cv::Mat& image, int seed) {
  cv::RNG random(seed);
  cv::Mat noise(image.size(), CV_8UC3), result;
  random.fill(noise, cv::RNG::NORMAL, 128, 2.5);
  cv::addWeighted(image, 1, noise, 1, -128, result);
  return result;
}

// Frame i of a plane that is shifted, turned and tilted.
cv::Mat plane_frame(const cv::Mat& image, int i) {
  const double a = 0.02 * std::sin(i), tilt = 0.00012 * std::cos(1.7 * i);
  const cv::Matx33d move(std::cos(a), -std::sin(a), 6 * std::sin(0.9 * i), std::sin(a), std::cos(a),
                         5 * std::cos(1.3 * i), tilt, -tilt, 1);
  cv::Mat result;
  cv::warpPerspective(image, result, move, image.size(), cv::INTER_LINEAR, cv::BORDER_REFLECT_101);
  return with_noise(result, i + 1);
}

// Frame i of a round thing that turns by up to 5 degrees: its middle moves, its edges hardly do.
cv::Mat solid_frame(const cv::Mat& image, int i) {
  const double turn = 5 * std::sin(0.8 * i + 0.5) * CV_PI / 180;
  const cv::Point2d centre(kFace.x + kFace.width / 2, kFace.y + kFace.height / 2);
  cv::Mat map_x(image.size(), CV_32F), map_y(image.size(), CV_32F), result;
  for (int y = 0; y < image.rows; ++y) {
    for (int x = 0; x < image.cols; ++x) {
      const double r2 = (std::pow(x - centre.x, 2) + std::pow(y - centre.y, 2)) / std::pow(0.55 * kFace.height, 2);
      const double depth = r2 < 1 ? 0.55 * kFace.height * std::sqrt(1 - r2) : 0;
      map_x.at<float>(y, x) = static_cast<float>(x + depth * std::sin(turn) + 3 * std::sin(i));
      map_y.at<float>(y, x) = static_cast<float>(y + 2 * std::cos(i));
    }
  }
  cv::remap(image, result, map_x, map_y, cv::INTER_LINEAR, cv::BORDER_REFLECT_101);
  return with_noise(result, i + 1);
}

Motion measure(cv::Mat (*frame)(const cv::Mat&, int)) {
  std::vector<cv::Mat> frames;
  const cv::Mat image = texture();
  for (int i = 0; i < 8; ++i) frames.push_back(frame(image, i));
  return measure_motion(frames, std::vector<cv::Rect2f>(frames.size(), kFace));
}

TEST(Motion, PlaneThatMovesTurnsAndTiltsIsFlat) {
  const Motion motion = measure(plane_frame);
  EXPECT_EQ(motion.pairs, 7);
  EXPECT_GT(motion.movement, 0.01);
  EXPECT_LT(motion.bending, 0.0012);
  EXPECT_EQ(judge_motion(motion, {}), MotionHint::flat);
}

TEST(Motion, RoundThingThatTurnsIsSolid) {
  const Motion motion = measure(solid_frame);
  EXPECT_GT(motion.bending, 0.003);
  EXPECT_EQ(judge_motion(motion, {}), MotionHint::solid);
}

// A print that ends just outside of the face, before a wall that stands still.
cv::Mat held_print(const cv::Mat& image, int i) {
  cv::Mat wall, print(image.size(), CV_8U, cv::Scalar::all(0)), moved_print;
  cv::flip(image, wall, -1);
  print(cv::Rect(110, 70, 150, 200)).setTo(255);
  const cv::Matx23d move(1, 0.01 * std::sin(i), 9 * std::sin(0.9 * i), -0.01 * std::sin(i), 1, 8 * std::cos(1.3 * i));
  cv::Mat moved;
  cv::warpAffine(image, moved, move, image.size(), cv::INTER_LINEAR, cv::BORDER_REFLECT_101);
  cv::warpAffine(print, moved_print, move, image.size(), cv::INTER_NEAREST);
  moved.copyTo(wall, moved_print);
  return with_noise(wall, i + 1);
}

TEST(Motion, PrintBeforeAWallThatDoesNotMoveWithItIsFlat) {
  std::vector<cv::Mat> frames;
  std::vector<cv::Rect2f> faces;
  for (int i = 0; i < 8; ++i) {
    frames.push_back(held_print(texture(), i));
    const auto dx = static_cast<float>(9 * std::sin(0.9 * i)), dy = static_cast<float>(8 * std::cos(1.3 * i));
    faces.push_back(kFace + cv::Point2f(dx, dy));  // as a detector follows the face
  }
  const Motion motion = measure_motion(frames, faces);
  EXPECT_GT(motion.movement, 0.015);
  EXPECT_EQ(judge_motion(motion, {}), MotionHint::flat);
  EXPECT_FALSE(stirs(motion, {}));
}

TEST(Motion, OnePictureShownAgainAndAgainIsFrozen) {
  const Motion motion = measure([](const cv::Mat& image, int) { return image.clone(); });
  EXPECT_EQ(motion.frozen, 7);
  EXPECT_EQ(judge_motion(motion, {}), MotionHint::frozen);
}

TEST(Motion, OnePictureUnderNewNoiseIsFrozenToo) {
  const Motion motion = measure([](const cv::Mat& image, int i) { return with_noise(image, i); });
  EXPECT_EQ(motion.frozen, 0);
  EXPECT_EQ(judge_motion(motion, {}), MotionHint::frozen);
}

TEST(Motion, PersonWhoKeepsStillIsNeitherFrozenNorFlat) {
  EXPECT_EQ(judge_motion({7, 0.0036, 0.00054, 0}, {}), MotionHint::unknown);
}

TEST(Motion, OnePictureThatIsShiftedUnderNewNoiseIsRigid) {
  const Motion motion = measure([](const cv::Mat& image, int i) {
    const cv::Matx23d shift(1, 0, 1.5 * std::sin(i), 0, 1, 1.1 * std::sin(0.7 * i + 1));
    cv::Mat moved;
    cv::warpAffine(image, moved, shift, image.size(), cv::INTER_CUBIC, cv::BORDER_REFLECT);
    return with_noise(moved, i);
  });
  EXPECT_EQ(judge_motion(motion, {}), MotionHint::rigid);
}

// A picture that is moved about; with `lips`, a part of it opens and closes.
cv::Mat moved_about(const cv::Mat& image, int i, bool lips) {
  cv::Mat drawn = image.clone();
  if (lips) cv::ellipse(drawn, {185, 215}, {22, 4 + 10 * (i % 2)}, 0, 0, 360, cv::Scalar::all(35), -1, cv::LINE_AA);
  return plane_frame(drawn, i);
}

TEST(Motion, LipsChangeOnAFaceAndNotOnAPictureThatIsMoved) {
  const Motion picture = measure([](const cv::Mat&image, int i) { return moved_about(image, i, false); }),
               talking = measure([](const cv::Mat&image, int i) { return moved_about(image, i, true); });
  EXPECT_FALSE(stirs(picture, {}));
  EXPECT_TRUE(stirs(talking, {}));
  EXPECT_EQ(judge_motion(picture, {}), MotionHint::flat);
  EXPECT_EQ(judge_motion(talking, {}), MotionHint::rigid);  // a print may have holes
}

TEST(Motion, LightThatChangesIsNoChangeOfTheFace) {
  const Motion motion = measure([](const cv::Mat& image, int i) {
    cv::Mat lit;
    image.convertTo(lit, -1, 0.7 + 0.05 * i, 3 * i);
    return with_noise(lit, i);
  });
  EXPECT_FALSE(stirs(motion, {}));
}

TEST(Motion, WhoHardlyMovesButBlinksIsNoPicture) {
  EXPECT_EQ(judge_motion({7, 0.0032, 0.0003, 0, 0.23}, {}), MotionHint::unknown);
  EXPECT_EQ(judge_motion({7, 0.0032, 0.0003, 0, 0.05}, {}), MotionHint::rigid);
}

TEST(Motion, WhoKeepsStillBeforeAPhoneThatShakesMayBeAPictureButIsNotTakenForOne) {
  EXPECT_EQ(judge_motion({7, 0.03, 0.0009, 0, 0.32}, {}), MotionHint::rigid);
  EXPECT_EQ(judge_motion({7, 0.03, 0.0009, 0, 0.12}, {}), MotionHint::flat);  // a print lit in parts
  EXPECT_EQ(judge_motion({7, 0.03, 0.0016, 0, 0.32}, {}), MotionHint::flat);  // scored by its bending
  EXPECT_EQ(judge_motion({7, 0.03, 0.0019, 0, 0.32}, {}), MotionHint::solid);
}

TEST(Motion, FaceThatCannotBeFollowedMayBeAPicture) {
  EXPECT_EQ(judge_motion({2, 0.05, 0.005, 0}, {}), MotionHint::rigid);
}

TEST(Motion, BlankOrSinglePicturesGiveNoPairs) {
  EXPECT_EQ(measure_motion({texture()}, {kFace}).pairs, 0);
  const cv::Mat blank(360, 400, CV_8UC3, cv::Scalar::all(128));
  EXPECT_EQ(measure_motion({blank, blank, blank}, {kFace, kFace, kFace}).pairs, 0);
}

TEST(Verdict, FlatMotionOutweighsAModelThatIsSure) {
  const Motion flat{7, 0.05, 0.0005, 0};
  const Motion solid{7, 0.05, 0.005, 0};
  EXPECT_LT(combine({{0.99, 0.98, 0.99}, flat}, {}), 0.4);
  EXPECT_GT(combine({{0.99, 0.98, 0.99}, solid}, {}), 0.95);
  EXPECT_LT(combine({{0.05, 0.02, 0.04}, flat}, {}), 0.02);
}

TEST(Verdict, HowAHeadMovesSaysNothingAgainstAModelThatIsSureOfADisplay) {
  const Motion solid{7, 0.05, 0.02, 0};
  const double score = combine({{0.001, 0.003, 0.002}, solid}, {});
  EXPECT_LT(score, 0.8);  // check.selfie_video's min_liveness
  EXPECT_GT(score, 0.3);  // and its not_live_below: poor light is taken for a display, too
  EXPECT_GT(combine({{0.04, 0.05, 0.3}, solid}, {}), 0.8);
}

TEST(Verdict, WithoutMotionTheModelAloneSpeaks) {
  EXPECT_DOUBLE_EQ(combine({{0.2, 0.7, 0.9}, std::nullopt}, {}), 0.7);
  const Motion still{7, 0.0036, 0.0006, 0};
  EXPECT_DOUBLE_EQ(combine({{0.2, 0.7, 0.9}, still}, {}), 0.7);
}

TEST(Verdict, WhatMayBeAPictureIsLeftUndecidedHoweverSureTheModel) {
  const Motion rigid{7, 0.0066, 0.00023, 0};
  const double score = combine({{0.99, 0.98, 0.99}, rigid}, {});
  EXPECT_LT(score, 0.8);  // check.selfie_video's min_liveness
  EXPECT_GT(score, 0.3);  // and its not_live_below
  EXPECT_LT(combine({{0.05, 0.02, 0.04}, rigid}, {}), 0.1);
}

TEST(Verdict, FrozenVideoIsNotLiveHoweverSureTheModel) {
  const Motion frozen{7, 0, 0, 7};
  EXPECT_LT(combine({{0.99}, frozen}, {}), 0.3);  // check.selfie_video's not_live_below
}

}  // namespace
}  // namespace liveness_analyzer
